package io.hostpulse.job.index;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.http.ConnectionClosedException;
import org.elasticsearch.ElasticsearchException;
import org.elasticsearch.rest.RestStatus;

/**
 * What follows from a failure of a bulk or of one document of it. Decided here and nowhere else.
 */
sealed interface Verdict {

    /** How the server names what is wrong, such as {@code security_exception}. */
    Pattern TYPE = Pattern.compile("type=(\\w+)");

    /**
     * It passes, by itself or when someone puts it right.
     *
     * @param kind what is the same in every attempt: the status and the type that the server gives
     *     it, or the exception
     */
    record Retry(String kind, String reason) implements Verdict {

        static Retry of(Exception failure, String reason) {
            return new Retry(failure.getClass().getName(), reason);
        }
    }

    /** The connection ended on the way: an outage, or a proxy that finds the bulk too large. */
    record Cut(Retry trouble) implements Verdict {}

    /** The same would happen every time. */
    record Refuse(Cause cause) implements Verdict {}

    /** The document has a label that its index has no room for a field of. */
    record Unlabel() implements Verdict {}

    /** The index has a newer version of the document. */
    record Superseded() implements Verdict {}

    /** Not the server's and not the documents' doing. */
    record Fail() implements Verdict {}

    /** Why a document is refused. */
    enum Cause {
        /** Mapping, values, id or index name. */
        CONTENT,
        /** More than the server takes in one request. */
        SIZE,
        /** The client cannot make a request of it. */
        FORM
    }

    /** Of a whole bulk. */
    static Verdict of(Exception failure) {
        if (failure instanceof ElasticsearchException answer) {
            return of(answer.status(), answer.getDetailedMessage());
        }
        if (failure instanceof IllegalArgumentException) {
            return new Refuse(Cause.FORM);
        }
        if (failure instanceof UnusableFileException
                || failure instanceof UnsupportedServerException) {
            return Retry.of(failure, failure.getMessage());
        }
        if (failure instanceof SSLException) {
            return Retry.of(
                    failure,
                    "no trust in the server's certificate, or it is not for this host name or no TLS is spoken there (%s): check the URL and the file of --elasticsearch-ca, which is read again"
                            .formatted(innermost(failure)));
        }
        if (failure instanceof ConnectException) {
            return Retry.of(failure, failure + ": is the server up, and the URL right?");
        }
        if (failure instanceof ConnectionClosedException || failure instanceof SocketException) {
            return new Cut(Retry.of(failure, failure.toString()));
        }
        return failure instanceof IOException || failure instanceof TimeoutException
                ? Retry.of(failure, failure.toString())
                : new Fail();
    }

    /** Of one document. */
    static Verdict of(BulkAnswer.Failure failure) {
        String message = failure.message();
        if (message.contains("Limit of total fields")) {
            return new Unlabel();
        }
        return message.contains("version_conflict_engine_exception")
                ? new Superseded()
                : of(failure.status(), message);
    }

    private static Verdict of(RestStatus status, String message) {
        return switch (status) {
            case UNAUTHORIZED ->
                    retry(
                            status,
                            "the user or API key is not accepted: put the file with the secret right, which is read again",
                            message);
            // rights can be granted, and write blocks and full disks end
            case FORBIDDEN ->
                    retry(
                            status,
                            "writing is blocked or not allowed: give the user the rights, or end the block",
                            message);
            // where indices are not made by themselves, or behind a wrong path
            case NOT_FOUND -> retry(status, "no such index or path: is it the right URL?", message);
            case NOT_ACCEPTABLE, UNSUPPORTED_MEDIA_TYPE ->
                    retry(
                            status,
                            "the server does not speak this dialect: check --elasticsearch-compatibility",
                            message);
            case REQUEST_ENTITY_TOO_LARGE -> new Refuse(Cause.SIZE);
            // the cluster's limit of shards has this status too, and can be raised
            case BAD_REQUEST ->
                    message.contains("maximum shards open")
                            ? retry(status, "the cluster is full of shards", message)
                            : new Refuse(Cause.CONTENT);
            case REQUEST_TIMEOUT, TOO_MANY_REQUESTS ->
                    retry(
                            status,
                            isWriteBlock(message)
                                    ? "its disk is nearly full, so that it takes nothing more: free space, and it does again"
                                    : "the server is overloaded",
                            message);
            default ->
                    status.getStatus() >= 500
                            ? retry(status, "the server's own trouble", message)
                            : new Refuse(Cause.CONTENT);
        };
    }

    /** What is set on indices when a disk is beyond the flood stage has the status of overload. */
    private static boolean isWriteBlock(String message) {
        return message.contains("cluster_block_exception");
    }

    private static Retry retry(RestStatus status, String advice, String message) {
        Matcher type = TYPE.matcher(message);
        return new Retry(
                status.getStatus() + (type.find() ? " " + type.group(1) : ""),
                "%d, %s (%s)".formatted(status.getStatus(), advice, message));
    }

    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
