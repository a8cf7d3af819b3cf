package io.hostpulse.job.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.index.Verdict.Cause;
import io.hostpulse.job.index.Verdict.Cut;
import io.hostpulse.job.index.Verdict.Fail;
import io.hostpulse.job.index.Verdict.Refuse;
import io.hostpulse.job.index.Verdict.Retry;
import io.hostpulse.job.index.Verdict.Superseded;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.http.ConnectionClosedException;
import org.elasticsearch.ElasticsearchStatusException;
import org.elasticsearch.rest.RestStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictTest {

    @ParameterizedTest
    @EnumSource(
            names = {
                "UNAUTHORIZED",
                "FORBIDDEN",
                "NOT_FOUND",
                "NOT_ACCEPTABLE",
                "UNSUPPORTED_MEDIA_TYPE",
                "REQUEST_TIMEOUT",
                "TOO_MANY_REQUESTS",
                "INTERNAL_SERVER_ERROR",
                "BAD_GATEWAY",
                "SERVICE_UNAVAILABLE",
                "GATEWAY_TIMEOUT",
                "INSUFFICIENT_STORAGE"
            })
    void whatPassesOrCanBePutRightIsTriedAgainAndSaysItsStatus(RestStatus status) {
        assertThat(Verdict.of(answer(status, "why")))
                .isInstanceOfSatisfying(
                        Retry.class,
                        retry ->
                                assertThat(retry.reason())
                                        .startsWith("" + status.getStatus())
                                        .contains("why"));
        assertThat(Verdict.of(item(status, "why"))).isInstanceOf(Retry.class);
    }

    @ParameterizedTest
    @CsvSource({"BAD_REQUEST, CONTENT", "CONFLICT, CONTENT", "REQUEST_ENTITY_TOO_LARGE, SIZE"})
    void whatIsTheDocumentsFaultIsRefused(RestStatus status, Cause cause) {
        assertThat(Verdict.of(answer(status, "why"))).isEqualTo(new Refuse(cause));
        assertThat(Verdict.of(item(status, "why"))).isEqualTo(new Refuse(cause));
    }

    @Test
    void ofTwoVersionsOfADocumentTheOlderIsDone() {
        String conflict =
                "Elasticsearch exception [type=version_conflict_engine_exception, reason=[a]: version conflict, current version [3] is higher than the one provided [2]]";

        assertThat(Verdict.of(item(RestStatus.CONFLICT, conflict))).isInstanceOf(Superseded.class);
    }

    @Test
    void aClusterFullOfShardsIsNotTheDocumentsFault() {
        String reason =
                "Validation Failed: 1: this action would add [2] shards, but this cluster currently has [1000]/[1000] maximum shards open;";

        assertThat(Verdict.of(item(RestStatus.BAD_REQUEST, reason)))
                .isInstanceOfSatisfying(
                        Retry.class, retry -> assertThat(retry.reason()).contains(reason));
    }

    @Test
    void aDiskThatIsFullIsNotToldAsOverload() {
        String blocked =
                "Elasticsearch exception [type=cluster_block_exception, reason=index [a] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];]";

        assertThat(((Retry) Verdict.of(item(RestStatus.TOO_MANY_REQUESTS, blocked))).reason())
                .contains("free space")
                .doesNotContain("overloaded");
        assertThat(((Retry) Verdict.of(item(RestStatus.TOO_MANY_REQUESTS, "queue"))).reason())
                .contains("overloaded");
    }

    @Test
    void reasonsOfOneKindDifferInNumbersAndNamesAlone() {
        String blocked =
                "Elasticsearch exception [type=cluster_block_exception, reason=index [%s]]";
        String denied = "Elasticsearch exception [type=security_exception, reason=unauthorized]";

        assertThat(kind(RestStatus.FORBIDDEN, blocked.formatted("a")))
                .isEqualTo(kind(RestStatus.FORBIDDEN, blocked.formatted("b")))
                .isNotEqualTo(kind(RestStatus.FORBIDDEN, denied))
                .isNotEqualTo(kind(RestStatus.TOO_MANY_REQUESTS, blocked.formatted("a")));
        assertThat(kind(RestStatus.UNAUTHORIZED, denied))
                .isNotEqualTo(kind(RestStatus.FORBIDDEN, denied));
    }

    @ParameterizedTest
    @MethodSource
    void failuresOfTheWayAreTriedAgain(Exception failure, String advice) {
        assertThat(Verdict.of(failure))
                .isInstanceOfSatisfying(
                        Retry.class, retry -> assertThat(retry.reason()).contains(advice));
    }

    static Stream<Arguments> failuresOfTheWayAreTriedAgain() {
        return Stream.of(
                arguments(new ConnectException("Connection refused"), "is the server up"),
                arguments(new SSLHandshakeException("no path"), "--elasticsearch-ca"),
                arguments(
                        new UnusableFileException(new File("/run/key"), "is empty", null),
                        "The file /run/key is empty"),
                arguments(new UnsupportedServerException("9"), "Elasticsearch 9"),
                arguments(new TimeoutException("no connection to be had"), "no connection"),
                arguments(new IOException("Unable to parse response body"), "Unable to parse"));
    }

    @Test
    void aConnectionThatEndsMayBeCutForTheSize() {
        assertThat(Verdict.of(new ConnectionClosedException("closed"))).isInstanceOf(Cut.class);
        assertThat(Verdict.of(new SocketException("Broken pipe"))).isInstanceOf(Cut.class);
    }

    @Test
    void whatIsNoRequestIsRefusedAndAnyOtherFailureIsTheOwners() {
        assertThat(Verdict.of(new IllegalArgumentException("id")))
                .isEqualTo(new Refuse(Cause.FORM));
        assertThat(Verdict.of(new IllegalStateException("closed"))).isInstanceOf(Fail.class);
    }

    private static Arguments arguments(Exception failure, String advice) {
        return Arguments.of(failure, advice);
    }

    private static String kind(RestStatus status, String reason) {
        Retry ofItem = (Retry) Verdict.of(item(status, reason));
        assertThat(Verdict.of(answer(status, reason)))
                .isInstanceOfSatisfying(
                        Retry.class, ofBulk -> assertThat(ofBulk.kind()).isEqualTo(ofItem.kind()));
        return ofItem.kind();
    }

    private static ElasticsearchStatusException answer(RestStatus status, String reason) {
        return new ElasticsearchStatusException(reason, status);
    }

    private static BulkAnswer.Failure item(RestStatus status, String reason) {
        return new BulkAnswer.Failure(0, status, reason);
    }
}
