package io.hostpulse.job.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hostpulse.job.index.ElasticsearchConnection.ApiKey;
import io.hostpulse.job.index.ElasticsearchConnection.Login;
import io.hostpulse.job.index.ElasticsearchConnection.Password;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.elasticsearch.action.ActionListener;
import org.elasticsearch.action.bulk.BulkRequest;
import org.elasticsearch.action.index.IndexRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ElasticsearchTransportTest {

    private static final String PLAIN = "application/json";
    private static final String COMPATIBLE = "application/vnd.elasticsearch+json;compatible-with=7";
    private static final Answer TAKEN = new Answer(200, item("\"_type\":\"_doc\","));
    private static final Answer TAKEN_WITHOUT_TYPE = new Answer(200, item(""));

    private record Answer(int status, String body) {}

    @TempDir private Path directory;

    private final List<Headers> received = new CopyOnWriteArrayList<>();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private volatile Function<Headers, Answer> behaviour = ElasticsearchTransportTest::answerAsNew;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aServerThatKnowsNoCompatibilityIsSpokenToPlainlyFromThenOn() throws Exception {
        behaviour = ElasticsearchTransportTest::answerAsOld;
        try (ElasticsearchTransport transport = transport(null, Compatibility.AUTO)) {
            send(transport);
            send(transport);
        }
        assertThat(contentTypes()).containsExactly(COMPATIBLE, PLAIN, PLAIN);
    }

    @Test
    void aServerThatIsUpgradedUnderTheJobIsSpokenToAsBefore() throws Exception {
        behaviour = ElasticsearchTransportTest::answerAsOld;
        try (ElasticsearchTransport transport = transport(null, Compatibility.AUTO)) {
            send(transport);
            behaviour = ElasticsearchTransportTest::answerAsNew;
            send(transport);
        }
        assertThat(contentTypes()).containsExactly(COMPATIBLE, PLAIN, PLAIN);
    }

    @Test
    void aGivenDialectIsNotChanged() throws Exception {
        behaviour = ElasticsearchTransportTest::answerAsOld;
        try (ElasticsearchTransport transport = transport(null, Compatibility.V8)) {
            assertThatThrownBy(() -> send(transport));
        }
        assertThat(contentTypes()).containsExactly(COMPATIBLE);
    }

    @Test
    void aNewServerIsSpokenToPlainlyIfThatIsAskedFor() throws Exception {
        try (ElasticsearchTransport transport = transport(null, Compatibility.V7)) {
            send(transport);
        }
        assertThat(contentTypes()).containsExactly(PLAIN);
    }

    @Test
    void anAnswerThatIsNoneOfElasticsearchIsTriedAgain() {
        behaviour = headers -> new Answer(200, "{\"ok\":true}");
        try (ElasticsearchTransport transport = transport(null, Compatibility.AUTO)) {
            assertThatThrownBy(() -> send(transport))
                    .cause()
                    .isInstanceOf(IOException.class)
                    .matches(failure -> Verdict.of((Exception) failure) instanceof Verdict.Retry);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatIsTooNewIsNamedAndItsVerdictIsNotTheDocuments(Compatibility any)
            throws Exception {
        behaviour =
                headers ->
                        new Answer(
                                400,
                                "{\"error\":{\"type\":\"media_type_header_exception\",\"reason\":\"Accept version must be either version 9 or 8, but found 7\"},\"status\":400}");
        try (ElasticsearchTransport transport = transport(null, any)) {
            assertThatThrownBy(() -> send(transport))
                    .hasRootCauseInstanceOf(UnsupportedServerException.class)
                    .hasMessageContaining("Elasticsearch 9 does not speak");
        }
    }

    @Test
    void aPasswordIsReadAgainWhenItIsNotAccepted() throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "old\n");
        behaviour =
                headers ->
                        headers.getFirst("Authorization").equals("Basic " + base64("me:new"))
                                ? TAKEN
                                : new Answer(401, "{\"error\":\"who?\",\"status\":401}");
        Login login = new Password("me", file.toFile());
        try (ElasticsearchTransport transport = transport(login, Compatibility.AUTO)) {
            assertThatThrownBy(() -> send(transport)).hasMessageContaining("who?");
            Files.writeString(file, "new\n");
            send(transport);
        }
        assertThat(received).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"id:key, aWQ6a2V5", "aWQ6a2V5, aWQ6a2V5"})
    void anApiKeyIsTakenInBothForms(String content, String sent) throws Exception {
        Path file = Files.writeString(directory.resolve("key"), content);
        Login login = new ApiKey(file.toFile());
        try (ElasticsearchTransport transport = transport(login, Compatibility.AUTO)) {
            send(transport);
        }
        assertThat(received.get(0).get("Authorization")).containsExactly("ApiKey " + sent);
        assertThat(paths).containsExactly("/behind/proxy/_bulk");
    }

    @Test
    void aFileThatCannotBeUsedIsNamedAndReadAgain() throws Exception {
        Path file = directory.resolve("key");
        Login login = new ApiKey(file.toFile());
        try (ElasticsearchTransport transport = transport(login, Compatibility.AUTO)) {
            assertThatThrownBy(() -> send(transport))
                    .hasMessageContaining(file + " cannot be read");
            Files.writeString(file, " \n");
            assertThatThrownBy(() -> send(transport)).hasMessageContaining(file + " is empty");
            Files.writeString(file, "id:key");
            send(transport);
        }
        assertThat(received).hasSize(1);
    }

    private ElasticsearchTransport transport(Login login, Compatibility compatibility) {
        URI url = URI.create("http://localhost:" + server.getAddress().getPort() + "/behind/proxy");
        return new ElasticsearchTransport(
                new ElasticsearchConnection(List.of(url), null, login, false, 5_000, 10_000),
                compatibility);
    }

    private static void send(ElasticsearchTransport transport) throws Exception {
        CompletableFuture<BulkAnswer> done = new CompletableFuture<>();
        transport.send(
                new BulkRequest().add(new IndexRequest("index").id("1").source("n", 1)),
                ActionListener.wrap(done::complete, done::completeExceptionally));
        assertThat(done.get(10, TimeUnit.SECONDS).failures()).isEmpty();
    }

    private List<String> contentTypes() {
        return received.stream().map(headers -> headers.getFirst("Content-Type")).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            received.add(exchange.getRequestHeaders());
            paths.add(exchange.getRequestURI().getPath());
            Answer answer = behaviour.apply(exchange.getRequestHeaders());
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", PLAIN);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Knows no compatibility, as up to 7.10 and OpenSearch. */
    private static Answer answerAsOld(Headers headers) {
        return isCompatible(headers)
                ? new Answer(406, "{\"error\":\"not supported\",\"status\":406}")
                : TAKEN;
    }

    /** As 8.x. */
    private static Answer answerAsNew(Headers headers) {
        return isCompatible(headers) ? TAKEN : TAKEN_WITHOUT_TYPE;
    }

    private static boolean isCompatible(Headers headers) {
        return COMPATIBLE.equals(headers.getFirst("Content-Type"));
    }

    private static String item(String type) {
        return "{\"took\":1,\"errors\":false,\"items\":[{\"index\":{\"_index\":\"index\",%s\"_id\":\"1\",\"_version\":1,\"result\":\"created\",\"_shards\":{\"total\":1,\"successful\":1,\"failed\":0},\"_seq_no\":0,\"_primary_term\":1,\"status\":201}}]}"
                .formatted(type);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
