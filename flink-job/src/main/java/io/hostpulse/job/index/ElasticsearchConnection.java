package io.hostpulse.job.index;

import java.io.File;
import java.io.Serializable;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * How Elasticsearch is reached. Secrets are not part of it: it names the files that hold them,
 * which are read where the sink runs.
 *
 * @param urls such as {@code https://search:9200/prefix}, all with the same path
 * @param authorities certificates in PEM form that are trusted; null for those that Java trusts
 * @param login null for none
 * @param compressed whether bulks are sent compressed
 */
public record ElasticsearchConnection(
        List<URI> urls,
        File authorities,
        Login login,
        boolean compressed,
        int connectTimeoutMillis,
        int answerTimeoutMillis)
        implements Serializable {

    public static final int DEFAULT_CONNECT_TIMEOUT_MILLIS = 5_000;
    public static final int DEFAULT_ANSWER_TIMEOUT_MILLIS = 60_000;

    /** How the sink shows who it is. */
    public sealed interface Login extends Serializable {
        /** The file that holds the secret. */
        File secret();
    }

    /** A user with the password in a file. */
    public record Password(String user, File secret) implements Login {}

    /** An API key in a file: {@code id:key}, or in the encoded form. */
    public record ApiKey(File secret) implements Login {}

    public ElasticsearchConnection {
        urls = List.copyOf(urls);
    }

    /** Without security, with everything else as it is by default. */
    public static ElasticsearchConnection of(List<URI> urls) {
        return new ElasticsearchConnection(
                urls,
                null,
                null,
                false,
                DEFAULT_CONNECT_TIMEOUT_MILLIS,
                DEFAULT_ANSWER_TIMEOUT_MILLIS);
    }

    /** What comes before every path, without a slash at its end; empty if nothing does. */
    Optional<String> pathPrefix() {
        return urls.stream()
                .map(url -> url.getPath().replaceAll("/+$", ""))
                .filter(path -> !path.isEmpty())
                .findFirst();
    }
}
