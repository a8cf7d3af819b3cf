package io.hostpulse.kibana;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportScriptTest {

    private static final String IMPORT = "POST /api/saved_objects/_import?overwrite=true";

    @TempDir private Path directory;
    private HttpServer server;
    private String url;
    private Path objects;

    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** By method and path; what is not here does not exist. */
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    private record Request(String line, String authorization, String guard, String body) {}

    private record Answer(int status, String body) {}

    private record Run(int exitCode, String output) {}

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
        answers.put("GET /api/status", new Answer(200, "{\"status\":{\"level\":\"available\"}}"));
        answers.put(IMPORT, new Answer(200, "{\"success\":true,\"successCount\":1}"));
        objects =
                Files.writeString(
                        directory.resolve("objects.ndjson"),
                        "{\"id\":\"hostpulse-x\",\"type\":\"search\"}\n");
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void itWaitsForKibanaAndImportsOverWhatIsThere() throws Exception {
        Run run = run(Map.of(), "--url", url + "/");

        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).contains("ok          1 objects into the default space of " + url);
        assertThat(requests).extracting(Request::line).containsExactly("GET /api/status", IMPORT);
        assertThat(requests).extracting(Request::guard).doesNotContainNull();
        assertThat(requests.get(1).body()).contains(Files.readString(objects));
    }

    @Test
    void aSpaceIsPartOfThePath() throws Exception {
        answers.put(IMPORT.replace("/api", "/s/ops/api"), answers.get(IMPORT));

        assertThat(run(Map.of(), "--url", url, "--space", "ops").exitCode()).isZero();

        assertThat(requests.get(1).line())
                .isEqualTo("POST /s/ops/api/saved_objects/_import?overwrite=true");
    }

    @Test
    void credentialsAreSentAndNeverPrinted() throws Exception {
        Run byPassword = run(Map.of("KIBANA_USER", "ann:s3cr\"et"), "--url", url);
        Run byKey = run(Map.of("KIBANA_API_KEY", "a2V5"), "--url", url);
        answers.put(IMPORT, new Answer(403, "{\"message\":\"not allowed\"}"));
        Run refused = run(Map.of("KIBANA_API_KEY", "a2V5"), "--url", url);

        assertThat(requests.get(0).authorization()).isEqualTo("Basic YW5uOnMzY3IiZXQ=");
        assertThat(requests.get(2).authorization()).isEqualTo("ApiKey a2V5");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output()).contains("(403): \"not allowed\"");
        assertThat(byPassword.output() + byKey.output() + refused.output())
                .doesNotContain("s3cr")
                .doesNotContain("a2V5");
    }

    @Test
    void whatKibanaDoesNotTakeIsAnErrorWithItsOwnWords() throws Exception {
        answers.put(
                IMPORT,
                new Answer(
                        200,
                        "{\"success\":false,\"errors\":[{\"id\":\"hostpulse-x\",\"error\":{\"type\":\"missing_references\"}}]}"));
        Run partly = run(Map.of(), "--url", url);
        answers.put(
                IMPORT, new Answer(422, "{\"message\":\"Document belongs to a newer version\"}"));
        Run refused = run(Map.of(), "--url", url);

        assertThat(partly.exitCode()).isEqualTo(1);
        assertThat(partly.output()).contains("hostpulse-x").contains("missing_references");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output()).contains("(422): \"Document belongs to a newer version\"");
    }

    @Test
    void aKibanaThatIsNotReadyIsWaitedForAndThenAnError() throws Exception {
        answers.put("GET /api/status", new Answer(503, "{}"));

        Run run = run(Map.of(), "--url", url, "--wait", "1");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains(url + " is not ready after 1 s: 503");
        assertThat(requests).hasSizeGreaterThan(1).noneMatch(it -> it.line().equals(IMPORT));
    }

    @Test
    void rulesAndConnectorsAreMadeUnderIdsThatStayAndReferToOneAnother() throws Exception {
        Run first = run(Map.of(), "--url", url, "--rules");
        assertThat(first.exitCode()).isEqualTo(1);
        assertThat(first.output()).contains("failed      actions/connector hostpulse-index (404)");
        List<String> asked =
                requests.stream()
                        .map(Request::line)
                        .filter(it -> it.startsWith("GET /api/a"))
                        .toList();
        asked.forEach(line -> answers.put(line.replace("GET", "POST"), new Answer(200, "{}")));
        requests.clear();

        Run second = run(Map.of(), "--url", url, "--rules");

        assertThat(second.exitCode()).isZero();
        assertThat(asked)
                .allMatch(
                        line ->
                                line.matches(
                                        ".*/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}"));
        String serverLog =
                requests.stream()
                        .filter(it -> it.body().contains(".server-log"))
                        .map(it -> it.line().substring(it.line().lastIndexOf('/') + 1))
                        .findFirst()
                        .orElseThrow();
        assertThat(requests)
                .filteredOn(it -> it.line().startsWith("POST /api/alerting/rule/"))
                .hasSameSizeAs(filesOf("rules"))
                .allMatch(it -> it.body().contains("\"id\": \"" + serverLog + "\""))
                .noneMatch(it -> it.body().contains("\"id\": \"hostpulse-"));
    }

    @Test
    void rulesThatAreThereAreLeftAsTheyAre() throws Exception {
        run(Map.of(), "--url", url, "--rules");
        requests.stream()
                .map(Request::line)
                .filter(it -> it.startsWith("GET /api/a"))
                .forEach(it -> answers.put(it, new Answer(200, "{}")));
        requests.clear();

        Run run = run(Map.of(), "--url", url, "--rules");

        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).contains("is there    alerting/rule hostpulse-critical-alerts");
        assertThat(requests).filteredOn(it -> it.line().startsWith("POST")).hasSize(1);
    }

    @Test
    void aDryRunNeedsNoKibana() throws Exception {
        Run run = run(Map.of(), "--url", "http://127.0.0.1:1", "--dry-run", "--rules");

        assertThat(run.exitCode()).isZero();
        assertThat(run.output())
                .contains("would write search hostpulse-x")
                .contains("would make  rule hostpulse-critical-alerts");
        assertThat(requests).isEmpty();
    }

    @Test
    void wrongUsageAndAMissingFileAreErrorsThatSayWhatToDo() throws Exception {
        assertThat(run(Map.of(), "--colour").exitCode()).isEqualTo(2);
        assertThat(run(Map.of(), "--url").exitCode()).isEqualTo(2);
        assertThat(run(Map.of(), "--space", "A/B").output()).contains("--space");
        assertThat(run(Map.of(), "--user", "ann").output()).contains("USER:PASSWORD");
        assertThat(run(Map.of(), "--help").exitCode()).isZero();
        Run missing = run(Map.of(), "--file", directory.resolve("none").toString());
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.output()).contains("mvn package");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        requests.add(
                new Request(
                        line,
                        exchange.getRequestHeaders().getFirst("Authorization"),
                        exchange.getRequestHeaders().getFirst("kbn-xsrf"),
                        new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        Answer answer = answers.getOrDefault(line, new Answer(404, "{\"message\":\"Not Found\"}"));
        byte[] body = answer.body().getBytes(UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Run run(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("./import.sh"));
        if (!Arrays.asList(arguments).contains("--file")) {
            command.addAll(List.of("--file", objects.toString()));
        }
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Run(process.waitFor(), output);
    }

    private static List<Path> filesOf(String name) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(name))) {
            return files.toList();
        }
    }
}
