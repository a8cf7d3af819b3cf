package io.hostpulse.job.index;

import static io.hostpulse.job.index.ScriptedServer.failing;
import static io.hostpulse.job.index.ScriptedServer.status;
import static io.hostpulse.job.index.ScriptedServer.statuses;
import static io.hostpulse.job.index.ScriptedServer.taken;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.retry.Backoff;
import io.hostpulse.job.retry.Outage;
import java.net.ConnectException;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.elasticsearch.action.ActionListener;
import org.elasticsearch.action.ActionRequestValidationException;
import org.elasticsearch.action.bulk.BulkRequest;
import org.elasticsearch.action.bulk.BulkResponse;
import org.elasticsearch.action.index.IndexRequest;
import org.elasticsearch.common.xcontent.XContentType;
import org.elasticsearch.index.VersionType;
import org.elasticsearch.rest.RestStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How the document is found for which a whole bulk is refused. */
class RefusedBulkTest {

    private static final int LARGE = 2 * 1024 * 1024;

    private final ScriptedServer server = new ScriptedServer();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final PatientBulkSender sender =
            new PatientBulkSender(
                    server,
                    (document, reason) -> refused.add(document.id() + ": " + reason),
                    new Backoff(1, 2),
                    new BulkMetrics(new UnregisteredMetricsGroup()),
                    new Outage("Elasticsearch", "documents", line -> {}));

    @ParameterizedTest
    @MethodSource("refusals")
    void aBulkThatIsRefusedWholeIsHalvedUntilTheDocumentToBlameIsFound(Exception refusal)
            throws Exception {
        server.otherwise(
                (documents, answer) -> {
                    if (documents.contains("bad")) {
                        answer.onFailure(refusal);
                    } else {
                        answer.onResponse(BulkAnswer.TAKEN);
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
                invalid);
    }

    @Test
    void aDocumentWhoseLabelsFindNoRoomGoesWithoutThemAndOneWithoutLabelsIsRefused()
            throws Exception {
        server.answers(
                (documents, answer) ->
                        answer.onResponse(
                                new BulkAnswer(List.of(tooManyFields(1), tooManyFields(2)))),
                taken());
        send(
                        json("good", "{\"labels\":{\"a\":\"1\"}}"),
                        json("labelled", "{\"n\":1,\"labels\":{\"b\":\"1\"}}"),
                        json("plain", "{\"n\":2}"))
                .get(10, TimeUnit.SECONDS);

        assertThat(server.received).last().isEqualTo(List.of("labelled"));
        assertThat(server.sources).last().isEqualTo("{\"n\":1}");
        assertThat(server.versions).last().isEqualTo(7L);
        assertThat(refused).singleElement().asString().startsWith("plain: ");
    }

    private static BulkAnswer.Failure tooManyFields(int position) {
        return new BulkAnswer.Failure(
                position,
                RestStatus.BAD_REQUEST,
                "Limit of total fields [1000] has been exceeded while adding new fields [1]");
    }

    private static IndexRequest json(String id, String json) {
        return new IndexRequest("index")
                .id(id)
                .version(7)
                .versionType(VersionType.EXTERNAL_GTE)
                .source(json, XContentType.JSON);
    }

    @Test
    void whatIsNoLongerTheNewestIsDoneInAHalvedBulkToo() throws Exception {
        server.answers(
                failing(status(RestStatus.REQUEST_ENTITY_TOO_LARGE)),
                statuses(409),
                statuses(409, 429),
                statuses(409));

        send("a", "b", "c").get(10, TimeUnit.SECONDS);

        assertThat(server.received)
                .containsExactly(
                        List.of("a", "b", "c"), List.of("a"), List.of("b", "c"), List.of("c"));
        assertThat(refused).isEmpty();
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
    void aDocumentThatIsTooLargeForAProxyThatCutsConnectionsIsFound() throws Exception {
        server.otherwise(
                (documents, answer) -> {
                    if (documents.contains("large")) {
                        answer.onFailure(new SocketException("Broken pipe"));
                    } else {
                        answer.onResponse(BulkAnswer.TAKEN);
                    }
                });

        send(document("a", 1), document("large", LARGE)).get(10, TimeUnit.SECONDS);

        assertThat(server.received)
                .containsExactly(
                        List.of("a", "large"),
                        List.of("a", "large"),
                        List.of("a", "large"),
                        List.of("a"),
                        List.of("large"),
                        List.of("large"),
                        List.of("large"));
        assertThat(refused).containsExactly("large: Broken pipe");
    }

    @Test
    void aSmallBulkIsNotRefusedForConnectionsThatEnd() throws Exception {
        for (int attempt = 0; attempt < 6; attempt++) {
            server.answers(failing(new SocketException("Connection reset")));
        }
        server.answers(statuses(201));

        send("a").get(10, TimeUnit.SECONDS);

        assertThat(server.received).hasSize(7);
        assertThat(refused).isEmpty();
    }

    private CompletableFuture<BulkResponse> send(String... ids) {
        return send(Stream.of(ids).map(id -> document(id, 1)).toArray(IndexRequest[]::new));
    }

    private CompletableFuture<BulkResponse> send(IndexRequest... documents) {
        CompletableFuture<BulkResponse> done = new CompletableFuture<>();
        sender.send(
                new BulkRequest().add(documents),
                ActionListener.wrap(done::complete, done::completeExceptionally));
        return done;
    }

    private static IndexRequest document(String id, int characters) {
        return new IndexRequest("index").id(id).source("value", "x".repeat(characters));
    }
}
