package io.hostpulse.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.Topics;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A host that a test lets be well or not. Its clock is its own: it moves on by a second with every
 * sample, so that nobody has to wait for what lasts some seconds.
 */
final class FedHost {

    private static final int INTERVAL_MILLIS = 1_000;
    private static final int SAMPLES_TO_FIRE = 11;

    private final KafkaProducer<byte[], byte[]> producer;
    private final String id;
    private final long startMillis = Instant.now().minus(Duration.ofMinutes(10)).toEpochMilli();
    private int samples;

    FedHost(KafkaProducer<byte[], byte[]> producer, String id) {
        this.producer = producer;
        this.id = id;
    }

    String id() {
        return id;
    }

    /** How many were sent. */
    int samples() {
        return samples;
    }

    /** The time of the last one, by the host's own clock. */
    long newestMillis() {
        return startMillis + (samples - 1L) * INTERVAL_MILLIS;
    }

    /**
     * Is busy until an alert must fire.
     *
     * @return when the broker appended the sample that completes it
     */
    long beBusy() {
        return repeat(sample -> sample.getCpuBuilder().setTotalNormPct(0.99));
    }

    void beBusyAndFull() {
        repeat(
                sample -> {
                    sample.getCpuBuilder().setTotalNormPct(0.99);
                    sample.getMemoryBuilder().setActualUsedPct(0.99);
                });
    }

    /** Makes the rule fire that stands for a host that is down. */
    void beDown() {
        repeat(sample -> sample.getLoadBuilder().setLoad1(2_000));
    }

    void beWell() {
        send(
                sample -> {
                    sample.getCpuBuilder().setTotalNormPct(0.1);
                    sample.getMemoryBuilder().setActualUsedPct(0.1);
                    sample.getLoadBuilder().setLoad1(0.1);
                });
    }

    private long repeat(Consumer<HostSample.Builder> condition) {
        long appendedMillis = 0;
        for (int i = 0; i < SAMPLES_TO_FIRE; i++) {
            appendedMillis = send(condition);
        }
        return appendedMillis;
    }

    private long send(Consumer<HostSample.Builder> condition) {
        long timeMillis = startMillis + (long) samples++ * INTERVAL_MILLIS;
        HostSample.Builder sample =
                HostSample.newBuilder()
                        .setSchemaVersion(SampleCodec.SCHEMA_VERSION)
                        .setTime(SampleCodec.timestamp(Instant.ofEpochMilli(timeMillis)))
                        .setIntervalMs(INTERVAL_MILLIS)
                        .setHost(HostIdentity.newBuilder().setId(id).setName(id))
                        .setAgent(AgentIdentity.newBuilder().setRunId("run").setSequence(samples));
        condition.accept(sample);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(
                        Topics.SAMPLES, id.getBytes(UTF_8), SampleCodec.encode(sample.build()));
        try {
            return producer.send(record).get().timestamp();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka takes no sample", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
