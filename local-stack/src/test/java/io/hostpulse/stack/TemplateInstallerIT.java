package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.stack.client.Elasticsearch;
import io.hostpulse.stack.process.ShortCommand;
import io.hostpulse.stack.server.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateInstallerIT {

    @TempDir private static Path directory;

    private static LocalStack stack;
    private static String url;

    @BeforeAll
    static void startElasticsearch() {
        stack = new LocalStack(StackConfig.onFreePorts(directory));
        url = stack.startElasticsearch().address();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void everyTemplateIsInstalledAndMayBeInstalledAgain() throws IOException {
        Path elastic = stack.config().tree().templateInstaller().getParent();
        Elasticsearch elasticsearch = new Elasticsearch(URI.create(url));

        assertThat(run(installer(), "--url", url).exitCode()).isZero();
        assertThat(run(installer(), "--url", url + "/").exitCode()).isZero();

        JsonNode components = elasticsearch.get("/_component_template/hostpulse-*");
        JsonNode indices = elasticsearch.get("/_index_template/hostpulse-*");
        assertThat(names(components.path("component_templates")))
                .containsExactlyInAnyOrderElementsOf(files(elastic.resolve("component-templates")));
        assertThat(names(indices.path("index_templates")))
                .containsExactlyInAnyOrderElementsOf(files(elastic.resolve("index-templates")));
    }

    @Test
    void aRefusedTemplateIsToldWithTheServersReason(@TempDir Path copy) throws IOException {
        Path installer = copyOfInstaller(copy);
        Files.writeString(
                copy.resolve("component-templates/broken.json"),
                "{\"template\": {\"mappings\": {\"properties\": {\"a\": {\"type\": \"wrong\"}}}}}");
        Files.writeString(
                copy.resolve("index-templates/fine.json"), "{\"index_patterns\": [\"fine-*\"]}");

        Run run = run(installer, "--url", url);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output())
                .contains("failed      _component_template/broken (400)")
                .contains("[wrong] declared on field [a]")
                .contains("ok          _index_template/fine")
                .contains("1 of 2 templates failed");
    }

    @Test
    void aDryRunNeedsNoServer() throws IOException {
        Run run = run(installer(), "--url", "http://127.0.0.1:1", "--dry-run");

        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).contains("would put   _index_template/hostpulse-samples");
    }

    @Test
    void aServerThatDoesNotAnswerIsAnError() throws IOException {
        String nobody = "http://127.0.0.1:" + Ports.findFree(1).get(0);

        Run run = run(installer(), "--url", nobody, "--wait", "1");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains(nobody + " does not answer after 1 s");
    }

    @Test
    void wrongUsageIsAnErrorThatNamesTheOption() throws IOException {
        assertThat(run(installer(), "--url").exitCode()).isEqualTo(2);
        assertThat(run(installer(), "--colour", "red").output()).contains("--colour");
        assertThat(run(installer(), "--wait", "soon").output()).contains("--wait");
        assertThat(run(installer(), "--user", "nameonly").output()).contains("USER:PASSWORD");
        assertThat(run(installer(), "--help").exitCode()).isZero();
    }

    private record Run(int exitCode, String output) {}

    private static Run run(Path installer, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(installer.toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(directory, "install", ".out");
        int exitCode = ShortCommand.run(command, output);
        return new Run(exitCode, Files.readString(output));
    }

    private static Path installer() {
        return stack.config().tree().templateInstaller();
    }

    private static Path copyOfInstaller(Path target) throws IOException {
        Files.createDirectories(target.resolve("component-templates"));
        Files.createDirectories(target.resolve("index-templates"));
        return Files.copy(
                installer(),
                target.resolve("install.sh"),
                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static List<String> names(JsonNode templates) {
        List<String> names = new ArrayList<>();
        templates.forEach(template -> names.add(template.path("name").asText()));
        return names;
    }

    private static List<String> files(Path templates) throws IOException {
        try (Stream<Path> files = Files.list(templates)) {
            return files.map(file -> file.getFileName().toString().replace(".json", "")).toList();
        }
    }
}
