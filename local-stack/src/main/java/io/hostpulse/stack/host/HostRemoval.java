package io.hostpulse.stack.host;

import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.TopicWriter;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.Topics;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the job that hosts are gone, as any tool can: with a record among the samples, see
 * docs/data-model.md.
 */
public final class HostRemoval {

    private final TopicWriter writer;

    /**
     * @param settings of Kafka's clients, {@code bootstrap.servers} at least
     */
    public HostRemoval(Map<String, Object> settings) {
        writer = new TopicWriter(settings);
    }

    /**
     * Waits until Kafka has all of it.
     *
     * @param hostIds ids, not names
     * @throws StackException if Kafka does not take it
     */
    public void announce(List<String> hostIds, Instant now) {
        Map<String, Optional<String>> records = new LinkedHashMap<>();
        hostIds.forEach(id -> records.put(id, Optional.of(json(id, now))));
        writer.write(Topics.SAMPLES, records);
    }

    static String json(String hostId, Instant now) {
        return SampleCodec.encodeJson(
                HostSample.newBuilder()
                        .setSchemaVersion(SampleCodec.SCHEMA_VERSION)
                        .setTime(SampleCodec.timestamp(now))
                        .setHost(HostIdentity.newBuilder().setId(hostId))
                        .setGoodbye(Goodbye.REMOVED)
                        .build());
    }
}
