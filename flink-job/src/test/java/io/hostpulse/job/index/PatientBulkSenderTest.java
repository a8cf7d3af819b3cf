package io.hostpulse.job.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonParseException;
import io.hostpulse.job.retry.Backoff;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.elasticsearch.ElasticsearchException;
import org.elasticsearch.ElasticsearchStatusException;
import org.elasticsearch.action.ActionListener;
import org.elasticsearch.action.ActionRequestValidationException;
import org.elasticsearch.action.DocWriteRequest;
import org.elasticsearch.action.DocWriteRequest.OpType;
import org.elasticsearch.action.bulk.BulkItemResponse;
import org.elasticsearch.action.bulk.BulkRequest;
import org.elasticsearch.action.bulk.BulkResponse;
import org.elasticsearch.action.index.IndexRequest;
import org.elasticsearch.action.index.IndexResponse;
import org.elasticsearch.index.shard.ShardId;
import org.elasticsearch.rest.RestStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PatientBulkSenderTest {

    private final ScriptedServer server = new ScriptedServer();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final PatientBulkSender sender = sender(new Backoff(1, 2));

    @Test
    void aBulkThatIsTakenIsSentOnce() throws Exception {
        server.answers(statuses(201, 200, 201));

        send("a", "b", "c").get(10, TimeUnit.SECONDS);

        assertThat(server.received).containsExactly(List.of("a", "b", "c"));
        assertThat(refused).isEmpty();
        assertThat(sender.failingSinceMillis()).isZero();
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
        assertThat(sender.failingSinceMillis()).isZero();
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
                        failingSince.add(sender.failingSinceMillis());
                        answer.onFailure(new ConnectException("Connection refused"));
                    });
        }
        server.answers(statuses(201));
        long before = System.currentTimeMillis();

        send("a").get(10, TimeUnit.SECONDS);

        assertThat(failingSince.get(0)).isZero();
        assertThat(failingSince.get(1)).isBetween(before, System.currentTimeMillis());
        assertThat(failingSince.subList(1, 4)).containsOnly(failingSince.get(1));
        assertThat(sender.failingSinceMillis()).isZero();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aBulkThatIsRefusedWholeIsHalvedUntilTheDocumentToBlameIsFound(Exception refusal)
            throws Exception {
        server.otherwise(
                (documents, answer) -> {
                    if (documents.contains("bad")) {
                        answer.onFailure(refusal);
                    } else {
                        answer.onResponse(taken(documents.size()));
                    }
                });

        send("a", "b", "bad", "d", "e").get(10, TimeUnit.SECONDS);

        assertThat(server.received)
                .containsExactly(
                        List.of("a", "b", "bad", "d", "e"),
                        List.of("a", "b"),
                        List.of("bad", "d", "e"),
                        List.of("bad"),
                        List.of("d", "e"));
        assertThat(refused).singleElement().asString().startsWith("bad: ");
    }

    static Stream<Exception> refusals() {
        ActionRequestValidationException invalid = new ActionRequestValidationException();
        invalid.addValidationError("id is too long");
        return Stream.of(
                status(RestStatus.REQUEST_ENTITY_TOO_LARGE),
                status(RestStatus.BAD_REQUEST),
                invalid,
                new JsonParseException(null, "Unrecognized token"));
    }

    @Test
    void theServerMayBeAwayBetweenTwoHalves() throws Exception {
        server.answers(
                failing(status(RestStatus.REQUEST_ENTITY_TOO_LARGE)),
                statuses(201),
                failing(new ConnectException("Connection refused")),
                statuses(201));

        send("a", "b").get(10, TimeUnit.SECONDS);

        assertThat(server.received)
                .containsExactly(List.of("a", "b"), List.of("a"), List.of("b"), List.of("b"));
        assertThat(refused).isEmpty();
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
                        new BulkMetrics(new UnregisteredMetricsGroup()));
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
        List<ActionListener<BulkResponse>> pending = new ArrayList<>();
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

    private PatientBulkSender sender(Backoff backoff) {
        return new PatientBulkSender(
                server,
                (document, reason) -> refused.add(document.id() + ": " + reason),
                backoff,
                new BulkMetrics(new UnregisteredMetricsGroup()));
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

    private static ElasticsearchException status(RestStatus status) {
        return new ElasticsearchStatusException("status " + status.getStatus(), status);
    }

    private static Answer failing(Exception failure) {
        return (documents, answer) -> answer.onFailure(failure);
    }

    private static Answer statuses(int... statuses) {
        return (documents, answer) -> {
            assertThat(documents).hasSameSizeAs(statuses);
            answer.onResponse(response(statuses));
        };
    }

    private static BulkResponse taken(int documents) {
        int[] statuses = new int[documents];
        Arrays.fill(statuses, 201);
        return response(statuses);
    }

    private static BulkResponse response(int... statuses) {
        BulkItemResponse[] items = new BulkItemResponse[statuses.length];
        for (int i = 0; i < statuses.length; i++) {
            items[i] = item(i, RestStatus.fromCode(statuses[i]));
        }
        return new BulkResponse(items, 1);
    }

    private static BulkItemResponse item(int position, RestStatus status) {
        if (status.getStatus() < 300) {
            return new BulkItemResponse(
                    position,
                    OpType.INDEX,
                    new IndexResponse(
                            new ShardId("index", "_na_", 0), "_doc", "id", 1, 1, 1, true));
        }
        return new BulkItemResponse(
                position,
                OpType.INDEX,
                new BulkItemResponse.Failure("index", "_doc", "id", status(status)));
    }

    /** What the server does with the documents of one bulk. */
    private interface Answer {
        void to(List<String> documents, ActionListener<BulkResponse> answer);
    }

    /** Does with each bulk what the test wants next. */
    private static final class ScriptedServer implements PatientBulkSender.Transport {

        final List<List<String>> received = new CopyOnWriteArrayList<>();
        private final Queue<Answer> script = new ArrayDeque<>();
        private Answer otherwise =
                failing(new IllegalStateException("nothing was expected any more"));

        void answers(Answer... answers) {
            script.addAll(List.of(answers));
        }

        void otherwise(Answer answer) {
            otherwise = answer;
        }

        @Override
        public void send(BulkRequest request, ActionListener<BulkResponse> listener) {
            List<String> documents = request.requests().stream().map(DocWriteRequest::id).toList();
            received.add(documents);
            Answer next = script.poll();
            (next == null ? otherwise : next).to(documents, listener);
        }
    }
}
