package io.hostpulse.job.index;

import static io.hostpulse.job.index.ScriptedServer.failing;
import static io.hostpulse.job.index.ScriptedServer.status;
import static io.hostpulse.job.index.ScriptedServer.statuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hostpulse.job.retry.Backoff;
import io.hostpulse.job.retry.Outage;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.http.ConnectionClosedException;
import org.elasticsearch.action.ActionListener;
import org.elasticsearch.action.bulk.BulkRequest;
import org.elasticsearch.action.bulk.BulkResponse;
import org.elasticsearch.action.index.IndexRequest;
import org.elasticsearch.rest.RestStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PatientBulkSenderTest {

    private final ScriptedServer server = new ScriptedServer();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Outage outage = new Outage("Elasticsearch", "documents", log::add);
    private final PatientBulkSender sender = sender(new Backoff(1, 2));

    @Test
    void aBulkThatIsTakenIsSentOnce() throws Exception {
        server.answers(statuses(201, 200, 201));

        send("a", "b", "c").get(10, TimeUnit.SECONDS);

        assertThat(server.received).containsExactly(List.of("a", "b", "c"));
        assertThat(refused).isEmpty();
        assertThat(outage.sinceMillis()).isZero();
    }

    @Test
    void onlyWhatTheServerHadNoRoomForIsSentAgain() throws Exception {
        server.answers(statuses(201, 429, 201, 503), statuses(429, 201), statuses(201));

        send("a", "b", "c", "d").get(10, TimeUnit.SECONDS);

        assertThat(server.received)
                .containsExactly(List.of("a", "b", "c", "d"), List.of("b", "d"), List.of("b"));
        assertThat(refused).isEmpty();
    }

    @Test
    void aRefusedDocumentIsHandedOnAndTheRestStands() throws Exception {
        server.answers(statuses(201, 400, 201));

        send("a", "b", "c").get(10, TimeUnit.SECONDS);

        assertThat(server.received).hasSize(1);
        assertThat(refused).singleElement().asString().startsWith("b: ").contains("status 400");
        assertThat(outage.sinceMillis()).isZero();
    }

    @Test
    void refusedAndDelayedDocumentsOfOneBulkAreToldApart() throws Exception {
        server.answers(statuses(429, 400, 201), statuses(400));

        send("a", "b", "c").get(10, TimeUnit.SECONDS);

        assertThat(server.received).containsExactly(List.of("a", "b", "c"), List.of("a"));
        assertThat(refused)
                .extracting(refusal -> refusal.substring(0, 1))
                .containsExactly("b", "a");
    }

    @ParameterizedTest
    @MethodSource("temporaryFailures")
    void aServerThatIsAwayIsTriedAgainUntilItIsBack(Exception failure) throws Exception {
        for (int attempt = 0; attempt < 5; attempt++) {
            server.answers(failing(failure));
        }
        server.answers(statuses(201, 201));

        send("a", "b").get(10, TimeUnit.SECONDS);

        assertThat(server.received).hasSize(6).containsOnly(List.of("a", "b"));
        assertThat(refused).isEmpty();
    }

    static Stream<Exception> temporaryFailures() {
        return Stream.of(
                new ConnectException("Connection refused"),
                new IOException("Unable to parse response body"),
                new TimeoutException("no connection to be had"),
                status(RestStatus.UNAUTHORIZED),
                status(RestStatus.FORBIDDEN),
                status(RestStatus.NOT_FOUND),
                status(RestStatus.TOO_MANY_REQUESTS),
                status(RestStatus.INTERNAL_SERVER_ERROR),
                status(RestStatus.BAD_GATEWAY),
                status(RestStatus.SERVICE_UNAVAILABLE));
    }

    @Test
    void saysSinceWhenNothingGetsThroughUntilItDoesAgain() throws Exception {
        List<Long> failingSince = new ArrayList<>();
        for (int attempt = 0; attempt < 4; attempt++) {
            server.answers(
                    (documents, answer) -> {
                        failingSince.add(outage.sinceMillis());
                        answer.onFailure(new ConnectException("Connection refused"));
                    });
        }
        server.answers(statuses(201));
        long before = System.currentTimeMillis();

        send("a").get(10, TimeUnit.SECONDS);

        assertThat(failingSince.get(0)).isZero();
        assertThat(failingSince.get(1)).isBetween(before, System.currentTimeMillis());
        assertThat(failingSince.subList(1, 4)).containsOnly(failingSince.get(1));
        assertThat(outage.sinceMillis()).isZero();
    }

    @Test
    void tellsEachReasonWhenItBegins() throws Exception {
        server.answers(
                statuses(403),
                statuses(403),
                failing(status(RestStatus.UNAUTHORIZED)),
                failing(status(RestStatus.UNAUTHORIZED)),
                statuses(429),
                failing(new ConnectException("Connection refused")),
                failing(new ConnectionClosedException("Connection is closed")),
                statuses(201));

        send("a").get(10, TimeUnit.SECONDS);

        assertThat(log)
                .extracting(
                        line ->
                                line.replaceAll(
                                        ".*(403|401|429|refused|closed|again after).*", "$1"))
                .containsExactly("403", "401", "429", "refused", "closed", "again after");
    }

    @Test
    void anotherFailureIsTheOwnersAndNotTriedAgain() {
        server.answers(failing(new IllegalStateException("I/O reactor has been shut down")));

        assertThatThrownBy(() -> send("a").get(10, TimeUnit.SECONDS))
                .hasRootCauseMessage("I/O reactor has been shut down");
        assertThat(server.received).hasSize(1);
    }

    @Test
    void aClientThatThrowsIsTheOwnersTrouble() {
        server.answers(
                (documents, answer) -> {
                    throw new IllegalStateException("client is closed");
                });

        assertThatThrownBy(() -> send("a").get(10, TimeUnit.SECONDS))
                .hasRootCauseMessage("client is closed");
    }

    @Test
    void aRefusedDocumentThatCannotBeHandedOnIsTheOwnersTroubleToo() {
        PatientBulkSender withoutDeadLetters =
                new PatientBulkSender(
                        server,
                        (document, reason) -> {
                            throw new IllegalStateException("no producer");
                        },
                        new Backoff(1, 2),
                        new BulkMetrics(new UnregisteredMetricsGroup()),
                        outage);
        server.answers(statuses(400), failing(status(RestStatus.BAD_REQUEST)));

        assertThatThrownBy(() -> send(withoutDeadLetters, "a").get(10, TimeUnit.SECONDS))
                .hasRootCauseMessage("no producer");
        assertThatThrownBy(() -> send(withoutDeadLetters, "b").get(10, TimeUnit.SECONDS))
                .hasRootCauseMessage("no producer");
    }

    @Test
    void closingGivesUpWhatWaitsForItsNextTry() {
        PatientBulkSender slow = sender(new Backoff(Integer.MAX_VALUE, Integer.MAX_VALUE));
        server.otherwise(failing(new ConnectException("Connection refused")));
        CompletableFuture<BulkResponse> waiting = send(slow, "a");
        assertThat(waiting).isNotDone();

        slow.close();

        assertThat(waiting).isCompletedExceptionally();
        assertThat(catchThrowable(waiting::join)).hasRootCauseInstanceOf(IOException.class);
        assertThat(server.received).hasSize(1);
    }

    @Test
    void closingGivesUpWhatFailsAfterwards() {
        List<ActionListener<BulkAnswer>> pending = new ArrayList<>();
        server.answers((documents, answer) -> pending.add(answer));
        CompletableFuture<BulkResponse> sent = send("a");

        sender.close();
        assertThat(sent).isNotDone();
        pending.get(0).onFailure(new ConnectException("Connection refused"));

        assertThat(sent).isCompletedExceptionally();
        assertThat(server.received).hasSize(1);
    }

    @Test
    void nothingIsSentAfterClosing() {
        sender.close();

        assertThat(send("a")).isCompletedExceptionally();
        assertThat(server.received).isEmpty();
    }

    @Test
    void theThreadThatTriesAgainEndsWhenItIsClosed() throws Exception {
        CompletableFuture<Thread> trying = new CompletableFuture<>();
        server.answers(
                failing(new ConnectException("Connection refused")),
                (documents, answer) -> {
                    trying.complete(Thread.currentThread());
                    answer.onFailure(new IOException("enough"));
                });
        assertThat(send("a")).failsWithin(10, TimeUnit.SECONDS);
        Thread thread = trying.join();
        assertThat(thread.getName()).isEqualTo(PatientBulkSender.RETRY_THREAD);

        sender.close();

        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
    }

    private PatientBulkSender sender(Backoff backoff) {
        return new PatientBulkSender(
                server,
                (document, reason) -> refused.add(document.id() + ": " + reason),
                backoff,
                new BulkMetrics(new UnregisteredMetricsGroup()),
                outage);
    }

    private CompletableFuture<BulkResponse> send(String... ids) {
        return send(sender, ids);
    }

    private static CompletableFuture<BulkResponse> send(PatientBulkSender sender, String... ids) {
        BulkRequest bulk = new BulkRequest();
        for (String id : ids) {
            bulk.add(new IndexRequest("index").id(id).source("value", 1));
        }
        CompletableFuture<BulkResponse> done = new CompletableFuture<>();
        sender.send(bulk, ActionListener.wrap(done::complete, done::completeExceptionally));
        return done;
    }
}
