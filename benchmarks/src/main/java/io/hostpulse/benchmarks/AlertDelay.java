package io.hostpulse.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hostpulse.job.HostpulseJob;
import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.LocalStack;
import io.hostpulse.stack.StackConfig;
import io.hostpulse.stack.client.KafkaTopics;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.Topics;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Time from the append of the sample that completes a rule's {@code for} to that of the alert, both
 * by the broker's clock. The job runs in this process, with the stock rules.
 */
@Command(
        name = "alert-delay",
        mixinStandardHelpOptions = true,
        description = "Measures how long after its cause an alert is in its topic.")
public final class AlertDelay implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String RULE = "sustained-cpu";

    /** Of samples a second apart: the rule is about 10 s. */
    private static final int SAMPLES_TO_FIRE = 11;

    private static final String WARM_UP = "warm-up-";
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final Duration SETTLING = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Map<String, Long> completedMillis = new HashMap<>();
    private final Map<String, Long> firedMillis = new HashMap<>();

    @Option(names = "--alerts", defaultValue = "300", description = "How many are measured.")
    private int alerts;

    @Option(
            names = "--pause",
            defaultValue = "100",
            description = "Milliseconds between one host's samples and the next one's.")
    private int pauseMillis;

    public static void main(String[] args) {
        System.exit(new CommandLine(new AlertDelay()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("alert-delay");
        try (LocalStack stack = new LocalStack(StackConfig.onFreePorts(directory))) {
            stack.startKafka();
            stack.prepareTopics();
            stack.publishStockRules();
            String kafka = stack.addresses().kafka();
            KafkaTopics.stampOnAppend(kafka, Topics.ALERTS);
            startJob(kafka);
            try (KafkaProducer<byte[], byte[]> producer = producer(kafka);
                    KafkaConsumer<byte[], byte[]> consumer = consumer(kafka)) {
                warmUp(producer, consumer);
                for (int i = 0; i < alerts; i++) {
                    makeBusy(producer, "host-" + i);
                    Thread.sleep(pauseMillis);
                }
                Instant deadline = Instant.now().plus(LONGEST_WAIT);
                while (!firedMillis.keySet().containsAll(completedMillis.keySet())) {
                    take(consumer);
                    if (Instant.now().isAfter(deadline)) {
                        throw new IllegalStateException("Some alerts do not come.");
                    }
                }
            }
            print();
        } finally {
            DataDirectory.delete(directory);
        }
        return 0;
    }

    private void print() {
        List<Long> delays =
                completedMillis.entrySet().stream()
                        .filter(host -> !host.getKey().startsWith(WARM_UP))
                        .map(host -> firedMillis.get(host.getKey()) - host.getValue())
                        .sorted()
                        .toList();
        System.out.printf(
                "%d alerts: p50 %d ms, p99 %d ms, max %d ms; load average %.1f%n",
                delays.size(),
                delays.get(delays.size() / 2),
                delays.get(Math.min(delays.size() - 1, delays.size() * 99 / 100)),
                delays.get(delays.size() - 1),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static void startJob(String kafka) {
        Thread job =
                new Thread(
                        () -> {
                            try {
                                HostpulseJob.main(
                                        new String[] {
                                            "--bootstrap-servers", kafka, "--pipelines", "detect"
                                        });
                            } catch (Exception e) {
                                throw new IllegalStateException("The job has ended.", e);
                            }
                        },
                        "job");
        job.setDaemon(true);
        job.start();
    }

    /** Until the job knows the rules, and for as many alerts again: code is compiled by then. */
    private void warmUp(
            KafkaProducer<byte[], byte[]> producer, KafkaConsumer<byte[], byte[]> consumer)
            throws ExecutionException, InterruptedException, IOException {
        Instant deadline = Instant.now().plus(LONGEST_WAIT);
        for (int i = 0; firedMillis.isEmpty() || i < alerts; i++) {
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException("The job raises no alert.");
            }
            makeBusy(producer, WARM_UP + i);
            take(consumer);
        }
        int before;
        do { // what is still on its way must not be in the way of what is measured
            before = firedMillis.size();
            Thread.sleep(SETTLING.toMillis());
            take(consumer);
        } while (firedMillis.size() > before);
        completedMillis.clear();
    }

    private void makeBusy(KafkaProducer<byte[], byte[]> producer, String host)
            throws ExecutionException, InterruptedException {
        long startMillis = Instant.now().toEpochMilli() - SAMPLES_TO_FIRE * 1_000L;
        for (int i = 1; i <= SAMPLES_TO_FIRE; i++) {
            HostSample.Builder sample =
                    HostSample.newBuilder()
                            .setSchemaVersion(SampleCodec.SCHEMA_VERSION)
                            .setTime(
                                    SampleCodec.timestamp(
                                            Instant.ofEpochMilli(startMillis + i * 1_000L)))
                            .setIntervalMs(1_000)
                            .setHost(HostIdentity.newBuilder().setId(host).setName(host))
                            .setAgent(AgentIdentity.newBuilder().setRunId("run").setSequence(i));
            sample.getCpuBuilder().setTotalNormPct(0.99);
            completedMillis.put(
                    host,
                    producer.send(
                                    new ProducerRecord<>(
                                            Topics.SAMPLES,
                                            host.getBytes(UTF_8),
                                            SampleCodec.encode(sample.build())))
                            .get()
                            .timestamp());
        }
    }

    private void take(KafkaConsumer<byte[], byte[]> consumer) throws IOException {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            JsonNode document = JSON.readTree(record.value());
            if (document.at("/rule/id").asText().equals(RULE)
                    && document.at("/hostpulse/alert/state").asText().equals("firing")) {
                firedMillis.putIfAbsent(document.at("/host/id").asText(), record.timestamp());
            }
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(String kafka) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String kafka) {
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> partitions = List.of(new TopicPartition(Topics.ALERTS, 0));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }
}
