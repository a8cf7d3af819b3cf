package io.hostpulse.stack.host;

import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.TopicReader;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.Topics;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Tells the job that hosts are gone, as any tool can: with a record among the samples, see
 * docs/data-model.md.
 */
public final class HostRemoval {

    private static final String ANSWER_LIMIT_MILLIS = "10000";
    private static final String REQUEST_LIMIT_MILLIS = "4000";

    private final Map<String, Object> settings;

    /**
     * @param settings of Kafka's clients, {@code bootstrap.servers} at least
     */
    public HostRemoval(Map<String, Object> settings) {
        this.settings = new HashMap<>(settings);
        this.settings.put("max.block.ms", ANSWER_LIMIT_MILLIS);
        this.settings.put("request.timeout.ms", REQUEST_LIMIT_MILLIS);
        this.settings.put("delivery.timeout.ms", ANSWER_LIMIT_MILLIS);
    }

    /**
     * Waits until Kafka has all of it.
     *
     * @param hostIds ids, not names
     * @throws StackException if Kafka does not take it
     */
    public void announce(List<String> hostIds, Instant now) {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            for (String id : hostIds) {
                sent.add(producer.send(new ProducerRecord<>(Topics.SAMPLES, id, json(id, now))));
            }
            for (Future<?> record : sent) {
                record.get();
            }
        } catch (ExecutionException e) {
            throw TopicReader.unavailable(settings, e.getCause());
        } catch (KafkaException e) {
            throw TopicReader.unavailable(settings, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while hosts were removed", e);
        }
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
