package io.hostpulse.stack.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.TopicReader;
import io.hostpulse.stack.host.HostRemoval;
import io.hostpulse.stack.process.Pause;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.Topics;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Load;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A host that sends until a rule fires on it: then those written before it are in force, too. What
 * comes before rules do is not in the order that the reference goes by.
 */
final class Canary {

    static final String HOST = "chaos-canary";

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final Map<String, Object> kafka;
    private final Producer<byte[], byte[]> producer;

    Canary(Map<String, Object> kafka, Producer<byte[], byte[]> producer) {
        this.kafka = kafka;
        this.producer = producer;
    }

    void awaitRules() {
        Instant deadline = Instant.now().plus(LIMIT);
        while (!hasFired()) {
            if (Instant.now().isAfter(deadline)) {
                throw new StackException(
                        "The job has not taken the rules after %d s.".formatted(LIMIT.toSeconds()));
            }
            producer.send(
                    new ProducerRecord<>(
                            Topics.SAMPLES, HOST.getBytes(UTF_8), SampleCodec.encode(sample())));
            producer.flush();
            Pause.of(INTERVAL);
        }
        new HostRemoval(kafka).announce(List.of(HOST), Instant.now());
    }

    private boolean hasFired() {
        boolean[] fired = {false};
        new TopicReader(kafka)
                .read(
                        Topics.ALERTS,
                        Long.MAX_VALUE,
                        alert -> fired[0] |= alert.key().contains(ChaosRules.READY));
        return fired[0];
    }

    private static HostSample sample() {
        return HostSample.newBuilder()
                .setSchemaVersion(SampleCodec.SCHEMA_VERSION)
                .setTime(SampleCodec.timestamp(Instant.now()))
                .setIntervalMs(500)
                .setHost(HostIdentity.newBuilder().setId(HOST).setName(HOST))
                .setLoad(Load.newBuilder().setLoad1(2_000))
                .build();
    }
}
