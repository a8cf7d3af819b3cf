package io.hostpulse.benchmarks.detect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.job.ingest.Arrival;
import io.hostpulse.job.ingest.SampleFlattener;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.pipeline.DetectConfig;
import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetPlan;
import io.hostpulse.simulator.FleetRecord;
import io.hostpulse.simulator.FleetRecord.SampleRecord;
import io.hostpulse.simulator.ScenarioMix;
import io.hostpulse.simulator.scenario.ScenarioName;
import io.hostpulse.wire.LeftOut;
import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.HostSample;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A topic full of samples.
 *
 * @param samples how many it has
 * @param hostMetrics of a host as such, on average
 * @param deviceMetrics of the things of a host, on average
 * @param bytes of a sample before compression, on average
 */
public record SampleTopic(
        String bootstrapServers,
        String name,
        long samples,
        double hostMetrics,
        double deviceMetrics,
        double bytes) {

    private static final int PARTITIONS = 4;

    /** Compressed like the agent's; with a batch size of 0 each is a batch, as agents send them. */
    public static SampleTopic fill(
            String bootstrapServers, FleetPlan plan, SampleShape shape, int batchBytes)
            throws ExecutionException, InterruptedException, MalformedSampleException {
        String name =
                "samples-%s-%d-%ds"
                        .formatted(
                                shape.name().toLowerCase(Locale.ROOT),
                                plan.hosts(),
                                plan.duration().toSeconds());
        create(bootstrapServers, name);
        SampleFlattener flattener = new SampleFlattener(DetectConfig.sampleClock());
        AtomicReference<Exception> lost = new AtomicReference<>();
        long samples = 0;
        long bytes = 0;
        long hostMetrics = 0;
        long deviceMetrics = 0;
        try (KafkaProducer<byte[], byte[]> producer = producer(bootstrapServers, batchBytes)) {
            for (FleetRecord each :
                    new Fleet(plan, ScenarioMix.of(List.of(ScenarioName.CPU_SPIKE), plan))) {
                if (!(each instanceof SampleRecord made)) {
                    continue;
                }
                HostSample sample = shape.shape(made.sample());
                byte[] value = SampleCodec.encode(sample);
                Sample flat =
                        flattener.flatten(sample, Arrival.at(made.arrivalMillis()), new LeftOut());
                producer.send(
                        new ProducerRecord<>(
                                name,
                                null,
                                made.timestampMillis(),
                                made.key().getBytes(UTF_8),
                                value),
                        (sent, failure) -> lost.compareAndSet(null, failure));
                samples++;
                bytes += value.length;
                hostMetrics += count(flat.values());
                deviceMetrics += count(flat.deviceValues());
            }
        }
        if (lost.get() != null) {
            throw new ExecutionException("not all samples were written", lost.get());
        }
        return new SampleTopic(
                bootstrapServers,
                name,
                samples,
                hostMetrics / (double) samples,
                deviceMetrics / (double) samples,
                bytes / (double) samples);
    }

    private static long count(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).count();
    }

    /** Makes an empty topic, in place of one of that name. */
    public static void create(String bootstrapServers, String name)
            throws ExecutionException, InterruptedException {
        NewTopic topic =
                new NewTopic(name, PARTITIONS, (short) 1).configs(Map.of("retention.ms", "-1"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            if (admin.listTopics().names().get().contains(name)) {
                admin.deleteTopics(List.of(name)).all().get();
            }
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrapServers, int batchBytes) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "batch.size",
                        batchBytes,
                        "linger.ms",
                        batchBytes == 0 ? 0 : 20,
                        "compression.type",
                        "lz4",
                        // in order, and without sequences: where the first request comes before the topic's
                        // leaders do, an idempotent producer of small batches may go on failing for minutes
                        "enable.idempotence",
                        false,
                        "max.in.flight.requests.per.connection",
                        1,
                        // a batch of each sample makes a long queue
                        "delivery.timeout.ms",
                        Integer.MAX_VALUE),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
