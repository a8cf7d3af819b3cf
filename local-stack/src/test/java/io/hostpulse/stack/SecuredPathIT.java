package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.stack.client.HttpStatusException;
import io.hostpulse.wire.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * From agent to document with every connection secured: Kafka with mutual TLS, passwords and rights
 * for each user, Elasticsearch with TLS and API keys; all secrets in files.
 */
@ExtendWith(SharedSecureKafka.class)
class SecuredPathIT {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);
    private static final String ELASTICSEARCH_PASSWORD = "pass-phrase-that-nobody-may-see";

    /** What docs/operations.md says the sink needs. */
    private static final String MAKE_INDICES = "auto_configure";

    private static final String WRITE = "index";

    private final SecureKafka kafka;
    private final ClientSettings settings;

    @TempDir private Path directory;

    SecuredPathIT(SecureKafka kafka) {
        this.kafka = kafka;
        this.settings = kafka.clientSettings();
    }

    @Test
    void samplesBecomeDocumentsWithNoRightsButThoseThatTheDocumentationLists() throws Exception {
        Path certificates = Files.createDirectory(directory.resolve("certificates"));
        ElasticsearchSecurity security =
                new CertificateAuthority(certificates)
                        .secure("ip:127.0.0.1", "admin", ELASTICSEARCH_PASSWORD);
        StackConfig free = StackConfig.onFreePorts(directory.resolve("stack")).withTaskSlots(1);
        LocalStack stack =
                new LocalStack(
                        free.withElasticsearch(
                                free.elasticsearch()
                                        .withDistribution(
                                                ApiKeyDistribution.make(directory.resolve("home")))
                                        .withSecurity(security)));
        try (AgentProcess agent =
                new AgentProcess(Files.createDirectory(directory.resolve("secured-host")))) {
            stack.startElasticsearch();
            ApiKey installerKey = ApiKey.create(stack.elasticsearch(), rightsOfTheInstaller());
            installTemplates(stack, security, installerKey);
            stack.startFlink();
            ApiKey first = ApiKey.create(stack.elasticsearch(), rightsOfTheSink(WRITE));
            Files.writeString(keyFile(), first.encoded());
            applyARuleThatFires();
            String jobId =
                    startJob(
                            stack,
                            security,
                            kafka.address(),
                            settings.scramByFile(SecureKafka.JOB, directory),
                            "--alertmanager=http://127.0.0.1:1");
            agent.start(
                    "run",
                    kafka.address(),
                    settings.scram(SecureKafka.WRITER),
                    SecureKafka.PASSWORD);
            try (KafkaProducer<byte[], byte[]> producer =
                    settings.producer(SecureKafka.WRITER, kafka.address())) {
                producer.send(
                                new ProducerRecord<>(
                                        Topics.SAMPLES,
                                        "no sample".getBytes(StandardCharsets.UTF_8)))
                        .get();
            }
            awaitLog(stack, "403", "indices:admin/auto_create");

            first.allow(stack.elasticsearch(), rightsOfTheSink(MAKE_INDICES, WRITE));

            for (String index :
                    List.of(SampleSearch.INDEX, "hostpulse-hosts", "hostpulse-windows-*")) {
                awaitDocument(stack, index, "host.id", agent.hostId());
            }
            awaitDocument(stack, "hostpulse-alerts-*", "host.id", agent.hostId());
            awaitDocument(
                    stack,
                    "hostpulse-dead-letters-*",
                    "hostpulse.dead_letter.category",
                    "malformed-protobuf");
            first.allow(stack.elasticsearch(), rightsOfTheSink(MAKE_INDICES));
            awaitLog(stack, "403", "indices:data/write/bulk");
            Instant granted = Instant.now();
            first.allow(stack.elasticsearch(), rightsOfTheSink(MAKE_INDICES, WRITE));
            awaitEverySampleUntil(stack, granted);

            first.invalidate(stack.elasticsearch());
            awaitLog(stack, "401", "");
            ApiKey second =
                    ApiKey.create(stack.elasticsearch(), rightsOfTheSink(MAKE_INDICES, WRITE));
            Instant replaced = Instant.now();
            Files.writeString(keyFile(), second.encoded());

            awaitEverySampleUntil(stack, replaced);
            assertThat(stack.flink().restarts(jobId)).isZero();
            assertThat(kafka.rightsThatTheJobNeverUsed(SecureKafka.JOB)).isEmpty();
            ShownMetrics.assertThatPrometheusFindsWhatTheRulesAskFor(stack);
            stack.flink().cancel(jobId);
            startJob(
                    stack,
                    security,
                    kafka.addressForCertificates(),
                    settings.certificateByFile(Certificates.JOB, directory),
                    "--pipelines=detect,index");
            Instant restarted = Instant.now();
            awaitEverySampleUntil(stack, restarted);
            await().atMost(LONGEST_WAIT)
                    .until(
                            () ->
                                    kafka
                                            .rightsThatTheJobNeverUsed(
                                                    SecureKafka.JOB_BY_CERTIFICATE)
                                            .stream()
                                            .noneMatch(
                                                    right ->
                                                            right.entry().operation()
                                                                    == AclOperation.READ));
            assertNothingTellsASecret(
                    stack,
                    jobId,
                    SecureKafka.PASSWORD,
                    Certificates.PASSWORD,
                    ELASTICSEARCH_PASSWORD,
                    installerKey.secret(),
                    first.secret(),
                    second.secret());
        } finally {
            stack.close();
        }
    }

    /** By the command line, with its password in a file. */
    private void applyARuleThatFires() throws IOException {
        Path rule =
                Files.writeString(
                        directory.resolve("rule.yaml"),
                        """
                        id: any-load
                        name: Any load
                        severity: info
                        when: {metric: system.load.1, at_least: 0}
                        """);
        Path kafkaConfig =
                Files.writeString(
                        directory.resolve("operator.properties"),
                        settings.scramByFile(SecureKafka.OPERATOR, directory));
        CommandRun applied =
                CommandRun.of(
                        "rules",
                        "apply",
                        rule.toString(),
                        "--bootstrap-servers=" + kafka.address(),
                        "--kafka-config=" + kafkaConfig);
        assertThat(applied.exitCode()).as(applied.output()).isZero();
        assertThat(applied.output()).contains("added      any-load");
    }

    private String startJob(
            LocalStack stack,
            ElasticsearchSecurity security,
            String address,
            String properties,
            String pipelines)
            throws IOException {
        Path kafkaConfig = Files.writeString(directory.resolve("job.properties"), properties);
        String jobId =
                stack.flink()
                        .submit(
                                stack.config().tree().jobJar(),
                                List.of(
                                        "--bootstrap-servers=" + address,
                                        "--kafka-config=" + kafkaConfig,
                                        "--windows=1s",
                                        "--publish-windows-from=0s",
                                        pipelines,
                                        "--checkpoint-interval=1s",
                                        "--elasticsearch=" + stack.addresses().elasticsearch(),
                                        "--elasticsearch-ca=" + security.authority(),
                                        "--elasticsearch-api-key-file=" + keyFile()));
        await().atMost(LONGEST_WAIT).until(() -> stack.flink().isFullyRunning(jobId));
        return jobId;
    }

    private Path keyFile() {
        return directory.resolve("api-key");
    }

    private static ApiKey.Rights rightsOfTheSink(String... rights) {
        return new ApiKey.Rights(
                List.of(), List.of("metrics-hostpulse.samples.*", "hostpulse-*"), List.of(rights));
    }

    /** But for the one to store scripts, which the server has no module for. */
    private static ApiKey.Rights rightsOfTheInstaller() {
        return new ApiKey.Rights(
                List.of(
                        "monitor",
                        "manage_index_templates",
                        "manage_ilm",
                        "manage_enrich",
                        "manage_watcher"),
                List.of("metrics-hostpulse.*", "hostpulse-*"),
                List.of("manage", "read", "write"));
    }

    private static void installTemplates(
            LocalStack stack, ElasticsearchSecurity security, ApiKey key) {
        Installer.Run run =
                Installer.ofTree()
                        .run(
                                "--url",
                                stack.addresses().elasticsearch(),
                                "--cacert",
                                security.authority().toString(),
                                "--api-key",
                                key.encoded());
        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output()).contains("new         _index_template/hostpulse-samples");
    }

    private static void awaitLog(LocalStack stack, String status, String reason) {
        Pattern told =
                Pattern.compile(
                        "takes no documents, trying again until it does: "
                                + status
                                + ".*"
                                + Pattern.quote(reason));
        Path log = stack.config().data().log(Component.TASKMANAGER);
        await(status + " " + reason)
                .atMost(LONGEST_WAIT)
                .until(() -> told.matcher(Files.readString(log)).find());
    }

    /** Samples are numbered without gaps by their agent. */
    private static void awaitEverySampleUntil(LocalStack stack, Instant time) {
        await().atMost(LONGEST_WAIT)
                .untilAsserted(
                        () -> {
                            List<JsonNode> samples = indexedSamples(stack);
                            assertThat(timeOf(samples.get(samples.size() - 1))).isAfter(time);
                            assertThat(samples.stream().map(SecuredPathIT::numberOf))
                                    .containsExactlyElementsOf(
                                            LongStream.range(0, samples.size())
                                                    .map(i -> numberOf(samples.get(0)) + i)
                                                    .boxed()
                                                    .toList());
                        });
    }

    /** In the order of their numbers. */
    private static List<JsonNode> indexedSamples(LocalStack stack) {
        stack.elasticsearch().refresh(SampleSearch.INDEX);
        List<JsonNode> samples = new ArrayList<>();
        stack.elasticsearch()
                .search(
                        SampleSearch.INDEX,
                        """
                        {"size": 10000, "sort": "hostpulse.agent.sequence",
                         "query": {"term": {"hostpulse.dimension": "host"}}}
                        """)
                .at("/hits/hits")
                .forEach(hit -> samples.add(hit.path("_source")));
        return samples;
    }

    private static long numberOf(JsonNode sample) {
        return sample.at("/hostpulse/agent/sequence").asLong();
    }

    private static Instant timeOf(JsonNode sample) {
        return Instant.parse(sample.path("@timestamp").asText());
    }

    private static void awaitDocument(LocalStack stack, String index, String field, String value) {
        String query =
                "{\"match\": {\"%s\": {\"query\": \"%s\", \"operator\": \"and\"}}}"
                        .formatted(field, value);
        await(index)
                .atMost(LONGEST_WAIT)
                .ignoreException(HttpStatusException.class)
                .until(
                        () -> {
                            stack.elasticsearch().refresh(index);
                            return stack.elasticsearch().count(index, query) > 0;
                        });
    }

    private static void assertNothingTellsASecret(LocalStack stack, String jobId, String... secrets)
            throws IOException {
        for (String page : List.of("", "/config", "/plan", "/exceptions")) {
            assertThat(stack.flink().get("/jobs/" + jobId + page).toString())
                    .doesNotContain(secrets);
        }
        try (Stream<Path> files = Files.walk(stack.config().data().logs())) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file).content().doesNotContain(secrets));
        }
    }
}
