package io.hostpulse.agent.publish;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;

/**
 * Where samples go.
 *
 * @param addresses as the operator gave them, for the log
 * @param findWrongServer looks at what answers there; why that cannot be Kafka, if it cannot
 * @param producers makes a connection; asked again if that fails
 */
public record Brokers(
        String addresses,
        Supplier<Optional<String>> findWrongServer,
        Supplier<Producer<String, byte[]>> producers) {

    /**
     * @throws KafkaException if something else than Kafka answers
     */
    void refuseWrongServer() {
        findWrongServer
                .get()
                .ifPresent(
                        reason -> {
                            throw new KafkaException(reason);
                        });
    }
}
