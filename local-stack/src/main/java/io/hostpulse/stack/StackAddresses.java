package io.hostpulse.stack;

import io.hostpulse.stack.process.RunRecord;
import io.hostpulse.stack.process.RunRecords;
import java.util.Optional;

/**
 * Where the servers of a stack answer.
 *
 * @param kafka bootstrap servers, {@code host:port}
 * @param elasticsearch URL
 * @param flink URL of the JobManager's web UI and REST API
 * @param alertmanager URL, if the stack has one of its own
 * @param kibana URL, if the stack has one
 */
public record StackAddresses(
        String kafka,
        String elasticsearch,
        String flink,
        Optional<String> alertmanager,
        Optional<String> kibana) {

    /** On the ports that {@code up} uses unless told otherwise. */
    public static final StackAddresses DEFAULT = onPorts(9092, 9200, 8081);

    public static StackAddresses onPorts(int kafka, int elasticsearch, int flink) {
        return new StackAddresses(
                "127.0.0.1:" + kafka,
                "http://127.0.0.1:" + elasticsearch,
                "http://127.0.0.1:" + flink,
                Optional.empty(),
                Optional.empty());
    }

    public StackAddresses withElasticsearch(String url) {
        return new StackAddresses(kafka, url, flink, alertmanager, kibana);
    }

    public StackAddresses withAlertmanager(String url) {
        return new StackAddresses(kafka, elasticsearch, flink, Optional.of(url), kibana);
    }

    public StackAddresses withKibana(String url) {
        return new StackAddresses(kafka, elasticsearch, flink, alertmanager, Optional.of(url));
    }

    /** Whether the Kafka of the stack in the current data directory runs. */
    public static boolean isKafkaRunning() {
        return new RunRecords(DataDirectory.current().run())
                .find(Component.KAFKA)
                .filter(RunRecord::isAlive)
                .isPresent();
    }

    /** Those of a stack; default ones for what does not run. */
    public static StackAddresses of(DataDirectory data) {
        RunRecords records = new RunRecords(data.run());
        return new StackAddresses(
                records.find(Component.KAFKA).map(RunRecord::address).orElse(DEFAULT.kafka),
                records.find(Component.ELASTICSEARCH)
                        .map(RunRecord::address)
                        .orElse(DEFAULT.elasticsearch),
                records.find(Component.JOBMANAGER).map(RunRecord::address).orElse(DEFAULT.flink),
                records.find(Component.ALERTMANAGER).map(RunRecord::address),
                records.find(Component.KIBANA).map(RunRecord::address));
    }
}
