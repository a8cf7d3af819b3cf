package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hostpulse.stack.client.Elasticsearch;
import io.hostpulse.stack.client.HttpStatusException;
import io.hostpulse.stack.process.ProcessIdentity;
import io.hostpulse.stack.server.ElasticsearchServer;
import io.hostpulse.stack.server.Ports;
import io.hostpulse.wire.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * One job that is never restarted, before a secured server of 8.x with room for one waiting write,
 * and another before one of 7.x. The tests go on from one another.
 */
@TestMethodOrder(OrderAnnotation.class)
class ElasticsearchSinkIT {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);
    private static final String USER = "indexer";
    private static final String PASSWORD = "pass-phrase-that-nobody-may-see";
    private static final String HOSTS = "hostpulse-hosts";
    private static final String LETTERS = "hostpulse-dead-letters-*";
    private static final int DAYS = 6;
    private static final int WINDOWS = 300;

    @TempDir private static Path directory;

    private static LocalStack stack;
    private static DocumentTopics topics;
    private static ElasticsearchServer server;
    private static Elasticsearch search;
    private static ElasticsearchSecurity security;
    private static Path passwordFile;
    private static Path authorityFile;
    private static String jobId;

    /** Recent enough for the broker, which drops what is about a time long past. */
    private static Instant day;

    @BeforeAll
    static void start() throws Exception {
        day = Instant.now().minus(Duration.ofDays(DAYS - 1));
        Path certificates = Files.createDirectory(directory.resolve("certificates"));
        security = new CertificateAuthority(certificates).secure("ip:127.0.0.1", USER, PASSWORD);
        passwordFile = Files.writeString(directory.resolve("password"), "wrong-" + PASSWORD);
        authorityFile = Files.copy(security.authority(), directory.resolve("trusted.crt"));
        StackConfig config = StackConfig.onFreePorts(directory.resolve("stack")).withTaskSlots(1);
        stack =
                new LocalStack(
                        config.withElasticsearch(
                                config.elasticsearch()
                                        .withSecurity(security)
                                        .withSetting("thread_pool.write.size", "1")
                                        .withSetting("thread_pool.write.queue_size", "1")));
        stack.startKafka();
        stack.prepareTopics();
        server = stack.startElasticsearch();
        search = stack.elasticsearch();
        search.send(
                "PUT",
                "/" + HOSTS,
                "{\"mappings\": {\"dynamic\": \"strict\", \"properties\": {\"n\": {\"type\": \"long\"}}}}");
        stack.startFlink();
        topics = new DocumentTopics(stack.addresses().kafka());
        jobId = startJob("sink-8", server.address());
    }

    @AfterAll
    static void stop() {
        if (topics != null) {
            topics.close();
        }
        stack.close();
    }

    @Test
    @Order(1)
    void aWrongPasswordIsToldAndWaitsUntilItsFileIsRight() throws IOException {
        writeHosts("login", 10);
        awaitLog("Elasticsearch takes no documents, trying again until it does: 401");
        assertThat(search.count(HOSTS, everything())).isZero();

        Files.writeString(passwordFile, PASSWORD + "\n");

        awaitCount(HOSTS, 10);
        awaitLog("Elasticsearch takes documents again");
    }

    @Test
    @Order(2)
    void aFullQueueDelaysDocumentsAndLosesNone() {
        for (int i = 0; i < WINDOWS; i++) {
            topics.write(
                    Topics.WINDOWS,
                    "window-" + i,
                    day.plus(Duration.ofDays(i % DAYS)),
                    "{\"n\": %d}".formatted(i));
        }
        topics.flush();

        awaitCount("hostpulse-windows-*", WINDOWS);
        awaitLog("429");
    }

    @Test
    @Order(3)
    void aDocumentThatDoesNotFitBecomesADeadLetterAndTheOthersStand() {
        topics.write(Topics.HOSTS, "poison", day, "{\"unknown\": 1}");
        writeHosts("beside-poison", 10);

        awaitCount(HOSTS, 20);
        awaitCount(LETTERS, 1);
        assertThat(search.search(LETTERS, "{}").findValuesAsText("document_id"))
                .isEqualTo(List.of("poison"));
    }

    @Test
    @Order(4)
    void aDocumentWhoseLabelFindsNoRoomInTheIndexIsThereWithoutLabels() {
        search.send(
                "PUT",
                "/" + HOSTS + "/_mapping",
                "{\"properties\": {\"labels\": {\"type\": \"object\", \"dynamic\": true}}}");
        // n, labels, labels.a and labels.a.keyword
        search.send("PUT", "/" + HOSTS + "/_settings", "{\"index.mapping.total_fields.limit\": 4}");
        topics.write(Topics.HOSTS, "known-label", day, "{\"n\": 1, \"labels\": {\"a\": \"x\"}}");
        topics.flush();
        awaitCount(HOSTS, 21);
        topics.write(Topics.HOSTS, "new-label", day, "{\"n\": 2, \"labels\": {\"b\": \"y\"}}");
        topics.flush();

        awaitCount(HOSTS, 22);
        assertThat(search.search(HOSTS, "{\"query\": {\"exists\": {\"field\": \"labels.a\"}}}"))
                .asString()
                .contains("known-label");
        assertThat(search.search(HOSTS, "{\"query\": {\"ids\": {\"values\": [\"new-label\"]}}}"))
                .asString()
                .contains("new-label")
                .doesNotContain("labels");
        assertThat(count(LETTERS)).isEqualTo(1);
    }

    @Test
    @Order(5)
    void aBlockedIndexIsWaitedForAndItsDocumentsAreNotRefused() {
        blockWrites(true);
        writeHosts("blocked", 10);
        awaitLog("403");

        blockWrites(false);

        awaitCount(HOSTS, 32);
        assertThat(count(LETTERS)).isEqualTo(1);
    }

    @Test
    @Order(6)
    void aServerThatIsKilledAndStartedAgainHasEveryDocumentOnce() {
        writeHosts("before-kill", 500);
        ProcessIdentity process = server.process().runRecord().process();
        process.kill();
        await().atMost(LONGEST_WAIT).until(() -> !process.isAlive());
        writeHosts("after-kill", 500);

        server = stack.startElasticsearch();

        awaitCount(HOSTS, 1_032);
        assertThat(count("hostpulse-windows-*")).isEqualTo(WINDOWS);
    }

    @Test
    @Order(7)
    void theJobWasNeverRestartedAndNeverTellsItsPassword() throws IOException {
        assertThat(stack.flink().restarts(jobId)).isZero();
        assertThat(TaskAttempts.of(stack.flink(), jobId))
                .isNotEmpty()
                .allSatisfy((task, attempt) -> assertThat(attempt).as(task).isZero());
        for (String page : List.of("", "/config", "/plan", "/exceptions")) {
            assertThat(stack.flink().get("/jobs/" + jobId + page).toString())
                    .doesNotContain(PASSWORD);
        }
        assertThat(logs()).isNotEmpty().doesNotContain(PASSWORD);
    }

    @Test
    @Order(8)
    void anOlderServerThatIsNotTrustedIsSpokenToWhenItsAuthorityIs() throws Exception {
        stack.flink().cancel(jobId);
        await().atMost(LONGEST_WAIT).until(() -> stack.flink().activeJob().isEmpty());
        server.close();
        ElasticsearchNode node =
                ElasticsearchNode.onPort(Ports.findFree(1).get(0))
                        .withVersion(ElasticsearchVersion.V7)
                        .withSecurity(security);
        DataDirectory data = new DataDirectory(directory.resolve("older"));
        data.create();
        Path stranger = Files.createDirectory(directory.resolve("stranger"));
        Files.copy(
                new CertificateAuthority(stranger).certificate(),
                authorityFile,
                StandardCopyOption.REPLACE_EXISTING);
        try (ElasticsearchServer older =
                ElasticsearchServer.start(stack.config().tree(), data, node)) {
            search = node.client();
            jobId = startJob("sink-7", older.address());
            awaitLog("no trust in the server's certificate");

            Files.copy(security.authority(), authorityFile, StandardCopyOption.REPLACE_EXISTING);

            awaitCount(HOSTS, 1_033); // without templates, the poison is none
            awaitCount("hostpulse-windows-*", WINDOWS);
            assertThat(stack.flink().restarts(jobId)).isZero();
        }
    }

    private static String startJob(String group, String url) {
        String id =
                stack.flink()
                        .submit(
                                stack.config().tree().jobJar(),
                                List.of(
                                        "--bootstrap-servers=" + stack.addresses().kafka(),
                                        "--group-id=" + group,
                                        "--pipelines=index",
                                        "--checkpoint-interval=1s",
                                        "--elasticsearch=" + url,
                                        "--elasticsearch-ca=" + authorityFile,
                                        "--elasticsearch-user=" + USER,
                                        "--elasticsearch-password-file=" + passwordFile));
        await().atMost(LONGEST_WAIT).until(() -> stack.flink().isFullyRunning(id));
        return id;
    }

    private static void writeHosts(String prefix, int count) {
        for (int i = 0; i < count; i++) {
            topics.write(Topics.HOSTS, prefix + "-" + i, day, "{\"n\": %d}".formatted(i));
        }
        topics.flush();
    }

    private static void blockWrites(boolean isBlocked) {
        search.send(
                "PUT",
                "/" + HOSTS + "/_settings",
                "{\"index.blocks.write\": %b}".formatted(isBlocked));
    }

    private static void awaitCount(String index, long expected) {
        await().atMost(LONGEST_WAIT)
                .ignoreException(HttpStatusException.class) // an index that is just made
                .untilAsserted(() -> assertThat(count(index)).isEqualTo(expected));
    }

    private static long count(String index) {
        search.refresh(index);
        return search.count(index, everything());
    }

    private static void awaitLog(String text) {
        await().atMost(LONGEST_WAIT).until(() -> logs().contains(text));
    }

    private static String logs() {
        try (Stream<Path> files = Files.walk(stack.config().data().logs())) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String everything() {
        return "{\"match_all\": {}}";
    }
}
