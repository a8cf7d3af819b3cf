package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.client.KafkaTopics;
import io.hostpulse.stack.process.ProcessIdentity;
import io.hostpulse.stack.process.RunRecord;
import io.hostpulse.stack.process.RunRecords;
import io.hostpulse.stack.server.ElasticsearchServer;
import io.hostpulse.stack.server.FlinkCluster;
import io.hostpulse.stack.server.KafkaServer;
import io.hostpulse.stack.view.StatusProbe;
import io.hostpulse.wire.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackIT {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);

    @TempDir private static Path directory;

    private static LocalStack stack;
    private static KafkaServer kafka;
    private static ElasticsearchServer elasticsearch;
    private static FlinkCluster flink;

    @BeforeAll
    static void startServers() {
        stack = new LocalStack(StackConfig.onFreePorts(directory));
        kafka = stack.startKafka();
        elasticsearch = stack.startElasticsearch();
        flink = stack.startFlink();
    }

    @AfterAll
    static void nothingIsLeftAfterClosing() {
        List<RunRecord> records = new RunRecords(stack.config().data().run()).all();

        stack.close();

        assertThat(records).hasSize(4);
        assertThat(records).noneMatch(RunRecord::isAlive);
        assertThat(new RunRecords(stack.config().data().run()).all()).isEmpty();
    }

    @Test
    void kafkaTakesTopicsOnce() throws ExecutionException, InterruptedException {
        stack.prepareTopics();
        assertThat(stack.prepareTopics()).isEqualTo(new KafkaTopics.Changes(List.of(), false));

        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.address()))) {
            assertThat(admin.listTopics().names().get())
                    .contains(
                            Topics.SAMPLES,
                            Topics.RULES,
                            Topics.WINDOWS,
                            Topics.ALERTS,
                            Topics.HOSTS,
                            Topics.DEAD_LETTERS,
                            Topics.JOBS);
        }
    }

    @Test
    void theBrokerTellsWhenASampleArrivedAlsoOfATopicThatLeftItToAgents() throws Exception {
        long anHourAhead = System.currentTimeMillis() + 3_600_000;
        stack.prepareTopics();
        leaveTimeOfSamplesToAgents();
        long sentWhileLeft = send(anHourAhead);

        assertThat(stack.prepareTopics()).isEqualTo(new KafkaTopics.Changes(List.of(), true));

        assertThat(sentWhileLeft).isEqualTo(anHourAhead);
        Awaitility.await()
                .atMost(LONGEST_WAIT)
                .untilAsserted(() -> assertThat(send(anHourAhead)).isLessThan(anHourAhead));
    }

    private static void leaveTimeOfSamplesToAgents() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.address()))) {
            admin.incrementalAlterConfigs(
                            Map.of(
                                    new ConfigResource(ConfigResource.Type.TOPIC, Topics.SAMPLES),
                                    List.of(
                                            new AlterConfigOp(
                                                    new ConfigEntry(
                                                            "message.timestamp.type", "CreateTime"),
                                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
        Awaitility.await()
                .atMost(LONGEST_WAIT)
                .until(
                        () -> {
                            long sent = System.currentTimeMillis() - 1_000_000;
                            return send(sent) == sent;
                        });
    }

    /**
     * @return the time that the record has, once it is in the topic
     */
    private static long send(long timeMillis) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.address()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            return producer.send(
                            new ProducerRecord<>(
                                    Topics.SAMPLES, 0, timeMillis, new byte[0], new byte[0]))
                    .get()
                    .timestamp();
        }
    }

    @Test
    void stockRulesArePublishedOnce() {
        stack.prepareTopics();

        assertThat(stack.publishStockRules()).contains("sustained-cpu");
        assertThat(stack.publishStockRules()).isEmpty();
    }

    @Test
    void elasticsearchAnswersAndDoesNotRunAsRoot() {
        assertThat(stack.elasticsearch().isUp()).isTrue();
        assertThat(stack.elasticsearch().count("nothing-*", "{\"match_all\": {}}")).isZero();
        assertThat(
                        ProcessHandle.of(elasticsearch.process().runRecord().process().pid())
                                .flatMap(process -> process.info().user()))
                .isPresent()
                .get()
                .isNotEqualTo("root");
    }

    @Test
    void flinkOffersItsSlots() {
        FlinkRest rest = flink.rest();

        assertThat(rest.taskSlots()).isEqualTo(stack.config().taskSlots());
        assertThat(rest.activeJob()).isEmpty();
    }

    /**
     * A browser keeps an answer from every page that is of another origin than this, also where it
     * does not name the page's, for which Flink would refuse it.
     */
    @Test
    void pagesOfOthersCannotReadWhatFlinkAnswers() throws Exception {
        HttpResponse<Void> answer =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(flink.address() + "/jars"))
                                        .build(),
                                BodyHandlers.discarding());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().allValues("Access-Control-Allow-Origin"))
                .containsExactly(flink.address());
    }

    @Test
    void otherCommandsFindTheAddresses() {
        assertThat(StackAddresses.of(stack.config().data())).isEqualTo(stack.addresses());
        assertThat(kafka.address()).isEqualTo(stack.addresses().kafka());
        assertThat(elasticsearch.address()).isEqualTo(stack.addresses().elasticsearch());
        assertThat(flink.address()).isEqualTo(stack.addresses().flink());
    }

    @Test
    void everyServerHasALog() {
        assertThat(kafka.logFile()).isNotEmptyFile();
        assertThat(elasticsearch.logFile()).isNotEmptyFile();
        assertThat(flink.logFile()).isNotEmptyFile();
    }

    @Test
    void aSecondStackOnTheSamePortsIsRefused(@TempDir Path other) {
        StackConfig clashing =
                StackConfig.onFreePorts(other)
                        .withPorts(
                                stack.config().kafkaPort(),
                                stack.config().elasticsearch().port(),
                                stack.config().flinkPort());

        assertThatThrownBy(() -> Preflight.check(clashing))
                .isInstanceOf(StackException.class)
                .hasMessageContaining(
                        "Port %d, meant for Kafka, is in use by process %d (java kafka.Kafka)",
                        stack.config().kafkaPort(), kafka.process().runRecord().process().pid())
                .hasMessageContaining("--kafka-port");
    }

    @Test
    void aDeadTaskManagerIsNoticedAndCanBeReplaced() {
        ProcessIdentity dead = flink.taskManager().runRecord().process();
        StatusProbe probe = new StatusProbe(stack.config().data(), Clock.systemUTC());
        dead.kill();
        Awaitility.await().atMost(LONGEST_WAIT).until(() -> !dead.isAlive());

        assertThat(probe.look().problems())
                .anyMatch(problem -> problem.startsWith("Flink TaskManager has ended"));

        flink.restartTaskManager();
        assertThat(probe.look().problems())
                .noneMatch(problem -> problem.startsWith("Flink TaskManager has ended"));
    }
}
