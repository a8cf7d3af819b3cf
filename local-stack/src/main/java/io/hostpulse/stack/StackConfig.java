package io.hostpulse.stack;

import static java.lang.Math.max;
import static java.lang.Math.min;

import io.hostpulse.stack.server.Ports;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a stack is to be set up.
 *
 * @param tree what it is started from
 * @param data where it keeps its data
 * @param savepoints where Flink puts savepoints
 * @param kafkaPort of the broker, on the loopback interface like all others
 * @param elasticsearch the Elasticsearch node
 * @param flinkPort of the JobManager's web UI and REST API
 * @param alertmanager the Alertmanager of the stack's own, if it has one
 * @param kibana the Kibana of the stack, if it has one
 * @param stateBackend where the job's state lives
 * @param taskSlots of the TaskManager; each job has one of them, the others are for upgrades
 */
public record StackConfig(
        SourceTree tree,
        DataDirectory data,
        Path savepoints,
        int kafkaPort,
        ElasticsearchNode elasticsearch,
        int flinkPort,
        Optional<OwnAlertmanager> alertmanager,
        Optional<OwnKibana> kibana,
        StateBackend stateBackend,
        int taskSlots) {

    public static final int DEFAULT_KAFKA_PORT = 9092;
    public static final int DEFAULT_ELASTICSEARCH_PORT = 9200;
    public static final int DEFAULT_FLINK_PORT = 8081;

    /** Each pipeline may be one. */
    private static final int JOBS = 3;

    /** On the servers' usual ports. */
    public static StackConfig in(DataDirectory data) {
        SourceTree tree = SourceTree.current();
        boolean isTreesOwn = data.equals(tree.dataDirectory());
        return new StackConfig(
                tree,
                data,
                isTreesOwn ? tree.savepoints() : data.root().resolve("savepoints"),
                DEFAULT_KAFKA_PORT,
                ElasticsearchNode.onPort(DEFAULT_ELASTICSEARCH_PORT),
                DEFAULT_FLINK_PORT,
                Optional.empty(),
                Optional.empty(),
                StateBackend.HASHMAP,
                JOBS * min(4, max(2, Runtime.getRuntime().availableProcessors())));
    }

    /** On ports that are free now, to run beside other stacks. */
    public static StackConfig onFreePorts(Path dataDirectory) {
        List<Integer> ports = Ports.findFree(3);
        return in(new DataDirectory(dataDirectory))
                .withPorts(ports.get(0), ports.get(1), ports.get(2));
    }

    public StackConfig withPorts(int kafka, int elasticsearchPort, int flink) {
        return new StackConfig(
                tree,
                data,
                savepoints,
                kafka,
                elasticsearch.withPort(elasticsearchPort),
                flink,
                alertmanager,
                kibana,
                stateBackend,
                taskSlots);
    }

    public StackConfig withElasticsearch(ElasticsearchNode node) {
        return new StackConfig(
                tree,
                data,
                savepoints,
                kafkaPort,
                node,
                flinkPort,
                alertmanager,
                kibana,
                stateBackend,
                taskSlots);
    }

    public StackConfig withAlertmanager(OwnAlertmanager own) {
        return new StackConfig(
                tree,
                data,
                savepoints,
                kafkaPort,
                elasticsearch,
                flinkPort,
                Optional.of(own),
                kibana,
                stateBackend,
                taskSlots);
    }

    public StackConfig withKibana(OwnKibana own) {
        return new StackConfig(
                tree,
                data,
                savepoints,
                kafkaPort,
                elasticsearch,
                flinkPort,
                alertmanager,
                Optional.of(own),
                stateBackend,
                taskSlots);
    }

    public StackConfig withStateBackend(StateBackend backend) {
        return new StackConfig(
                tree,
                data,
                savepoints,
                kafkaPort,
                elasticsearch,
                flinkPort,
                alertmanager,
                kibana,
                backend,
                taskSlots);
    }

    public StackConfig withTaskSlots(int slots) {
        return new StackConfig(
                tree,
                data,
                savepoints,
                kafkaPort,
                elasticsearch,
                flinkPort,
                alertmanager,
                kibana,
                stateBackend,
                slots);
    }

    public StackAddresses addresses() {
        StackAddresses servers =
                StackAddresses.onPorts(kafkaPort, elasticsearch.port(), flinkPort)
                        .withElasticsearch(elasticsearch.address());
        StackAddresses alerting =
                alertmanager.map(own -> servers.withAlertmanager(own.address())).orElse(servers);
        return kibana.map(own -> alerting.withKibana(own.address())).orElse(alerting);
    }
}
