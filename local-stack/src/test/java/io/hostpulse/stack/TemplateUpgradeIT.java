package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.stack.Installer.Run;
import io.hostpulse.stack.client.Elasticsearch;
import io.hostpulse.stack.server.ElasticsearchServer;
import io.hostpulse.stack.server.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A newer version has a field more, and another type for one that was there. */
class TemplateUpgradeIT {

    private static final String INDEX = "hostpulse-alerts-2026.11";
    private static final String MAPPINGS = "component-templates/hostpulse-alerts-mappings.json";
    private static final String EVERYTHING = "{\"match_all\": {}}";

    @TempDir private static Path serverDirectory;

    private static ElasticsearchServer server;
    private static Elasticsearch elasticsearch;

    private final Installer newer = Installer.ofTree();
    @TempDir private Path directory;

    @BeforeAll
    static void startServerThatCopies() {
        ElasticsearchNode node = node(ElasticsearchVersion.V7);
        server = start(serverDirectory, node);
        elasticsearch = node.client();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @AfterEach
    void empty() {
        newer.run("--url", server.address(), "--uninstall", "--with-data", "--yes");
    }

    @Test
    void indicesTakeNewFieldsAtOnceAndAreRolledForNewTypesWhileAWriterGoesOn() throws Exception {
        installOlder(server.address());
        Writer writer = new Writer(elasticsearch);
        CompletableFuture<Void> writing = CompletableFuture.runAsync(writer);
        await().atMost(Duration.ofMinutes(2)).until(() -> writer.written.get() > 2_000);

        Run foreseen = newer.run("--url", server.address(), "--dry-run");
        assertThat(foreseen.output()).contains("would roll  " + INDEX + " (1 fields of");
        Run upgrade = newer.run("--url", server.address());

        assertThat(upgrade.exitCode()).as(upgrade.output()).isZero();
        assertThat(upgrade.output())
                .contains("updated     _component_template/hostpulse-alerts-mappings (0.0.9 to")
                .contains("rolled      " + INDEX + " (to " + INDEX + "-2");
        int rolledAfter = writer.written.get();
        await().atMost(Duration.ofMinutes(2)).until(() -> writer.written.get() > rolledAfter + 200);
        writer.stop.set(true);
        writing.get();

        elasticsearch.refresh(INDEX);
        assertThat(elasticsearch.count("hostpulse-alerts-*", EVERYTHING))
                .isEqualTo(writer.written.get());
        assertThat(fieldTypes(elasticsearch))
                .containsEntry("hostpulse.alert.transition", "long")
                .containsEntry("hostpulse.alert.reason", "keyword");
        assertThat(newer.run("--url", server.address()).output())
                .contains("current     " + INDEX + "-2")
                .doesNotContain("roll");

        assertThat(older().run("--url", server.address()).output())
                .contains("rolled      " + INDEX + "-2 (to " + INDEX + "-3");
        assertThat(elasticsearch.count("hostpulse-alerts-*", EVERYTHING))
                .isEqualTo(writer.written.get());
    }

    @Test
    void aRollThatWasInterruptedGoesOnOrBeginsAnew() throws Exception {
        installOlder(server.address());
        bulk(elasticsearch, documents(0, 3_000));
        elasticsearch.refresh(INDEX);

        interrupt("make_successor \"$index\"", server.address());
        assertThat(elasticsearch.count("hostpulse-alerts-*", EVERYTHING)).isEqualTo(3_000);
        interrupt("call POST _aliases", server.address());
        assertThat(elasticsearch.count("hostpulse-alerts-*", EVERYTHING)).isEqualTo(3_000);
        interrupt("show \"$successor\"", server.address());
        assertThat(elasticsearch.count("hostpulse-alerts-*", EVERYTHING)).isEqualTo(3_000);

        Run last = newer.run("--url", server.address());
        assertThat(last.exitCode()).as(last.output()).isZero();
        assertThat(last.output()).contains("begun earlier").contains("current     " + INDEX);
        assertThat(elasticsearch.count("hostpulse-alerts-*", EVERYTHING)).isEqualTo(3_000);
        bulk(elasticsearch, documents(3_000, 3_001));
        elasticsearch.refresh(INDEX);
        assertThat(elasticsearch.count(INDEX, EVERYTHING)).isEqualTo(3_001);
    }

    @Test
    void aRolledIndexTellsOlderStatesFromNewerOnesAsBefore() throws Exception {
        installOlder(server.address());
        bulk(elasticsearch, version(3));

        Run run = newer.run("--url", server.address());

        assertThat(run.output()).contains("rolled      " + INDEX);
        assertThat(bulk(elasticsearch, version(2)).at("/items/0/index/status").asInt())
                .isEqualTo(409);
        assertThat(bulk(elasticsearch, version(4)).at("/items/0/index/status").asInt())
                .isEqualTo(200);
    }

    @Test
    void documentsThatDoNotFitTheNewTypesKeepTheirIndexAsItWas() throws Exception {
        installOlder(server.address());
        bulk(elasticsearch, document("odd", "odd"));

        Run run = newer.run("--url", server.address());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output())
                .contains("stays       " + INDEX + " (as it is, until next month's index")
                .contains("of its 1 documents only 0 fit", "odd");
        bulk(elasticsearch, documents(0, 1));
        elasticsearch.refresh(INDEX);
        assertThat(elasticsearch.count("hostpulse-alerts-*", EVERYTHING)).isEqualTo(2);
    }

    @Test
    void whereNothingCanBeCopiedAnIndexStaysAndItIsSaidUntilWhen() throws Exception {
        ElasticsearchNode node = node(ElasticsearchVersion.V8);
        try (ElasticsearchServer other = start(directory, node)) {
            installOlder(other.address());
            bulk(node.client(), documents(0, 10));

            Run run = newer.run("--url", other.address());

            assertThat(run.exitCode()).as(run.output()).isZero();
            assertThat(run.output())
                    .contains("stays       " + INDEX + " (as it is, until next month's index")
                    .contains("the server has no _reindex");
        }
    }

    /** The installed one, as it was before: a keyword that is a number now, and a field less. */
    private Installer older() throws IOException {
        Path folder = directory.resolve("older");
        if (Files.exists(folder)) {
            return new Installer(folder);
        }
        Installer older = newer.copyTo(folder);
        Files.writeString(folder.resolve("VERSION"), "0.0.9\n");
        older.edit(
                MAPPINGS,
                "\"transition\" : {\n                  \"type\" : \"long\"",
                "\"transition\" : {\n                  \"type\" : \"keyword\"");
        older.edit(
                MAPPINGS,
                "\"flapping\" : {\n                  \"type\" : \"boolean\"\n                },",
                "");
        return older;
    }

    private void installOlder(String url) throws IOException {
        Run run = older().run("--url", url);
        assertThat(run.exitCode()).as(run.output()).isZero();
    }

    /** Ends the newer installer just before a step of its roll. */
    private void interrupt(String step, String url) throws IOException {
        Installer interrupted = newer.copyTo(Files.createTempDirectory(directory, "interrupted"));
        interrupted.edit("lib/roll.sh", step, "exit 99; " + step);
        assertThat(interrupted.run("--url", url).exitCode()).isEqualTo(99);
    }

    private static JsonNode bulk(Elasticsearch elasticsearch, String lines) {
        return elasticsearch.send("POST", "/_bulk", lines);
    }

    private static Map<String, String> fieldTypes(Elasticsearch elasticsearch) {
        Map<String, String> types = new TreeMap<>();
        JsonNode fields =
                elasticsearch
                        .get("/" + INDEX + "/_field_caps?fields=hostpulse.alert.*")
                        .path("fields");
        fields.properties()
                .forEach(field -> types.put(field.getKey(), field.getValue().fieldNames().next()));
        assertThat(types).containsKey("hostpulse.alert.flapping");
        return types;
    }

    private static String documents(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(id -> document(Integer.toString(id), Integer.toString(id)))
                .collect(Collectors.joining());
    }

    private static String document(String id, String transition) {
        return """
                {"index": {"_index": "%s", "_id": "%s"}}
                {"hostpulse": {"alert": {"transition": "%s"}}}
                """
                .formatted(INDEX, id, transition);
    }

    private static String version(int transition) {
        return """
                {"index": {"_index": "%1$s", "_id": "alert", "version": %2$d, "version_type": "external_gte"}}
                {"hostpulse": {"alert": {"transition": "%2$d"}}}
                """
                .formatted(INDEX, transition);
    }

    private static ElasticsearchServer start(Path directory, ElasticsearchNode node) {
        DataDirectory data = new DataDirectory(directory.resolve("data"));
        data.create();
        return ElasticsearchServer.start(SourceTree.current(), data, node);
    }

    private static ElasticsearchNode node(ElasticsearchVersion version) {
        return ElasticsearchNode.onPort(Ports.findFree(1).get(0)).withVersion(version);
    }

    /** Writes as the job does: what is refused for a time is sent again until it is taken. */
    private static final class Writer implements Runnable {

        private static final int BULK = 20;
        private static final Duration PAUSE = Duration.ofMillis(10);

        final AtomicInteger written = new AtomicInteger();
        final AtomicBoolean stop = new AtomicBoolean();
        private final Elasticsearch elasticsearch;

        Writer(Elasticsearch elasticsearch) {
            this.elasticsearch = elasticsearch;
        }

        @Override
        public void run() {
            while (!stop.get()) {
                String bulk = documents(written.get(), written.get() + BULK);
                await().pollInterval(PAUSE)
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> isTaken(bulk));
                written.addAndGet(BULK);
            }
        }

        private boolean isTaken(String bulk) {
            JsonNode answer = bulk(elasticsearch, bulk);
            answer.path("items")
                    .forEach(
                            item ->
                                    assertThat(item.path("index").path("status").asInt())
                                            .isIn(200, 201, 403));
            return !answer.path("errors").asBoolean();
        }
    }
}
