package io.hostpulse.agent;

import io.hostpulse.wire.Topics;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options as they were given. {@link ConfigParser} says what is wrong with them. */
final class AgentOptions {

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT[,...]",
            defaultValue = "localhost:9092",
            description = "Kafka's addresses (default: ${DEFAULT-VALUE}).")
    String bootstrapServers = "";

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "10s",
            description =
                    "Time between readings, such as 10s or 500ms; 500ms to 1h (default:"
                            + " ${DEFAULT-VALUE}).")
    String interval = "";

    @Option(
            names = "--host-id",
            paramLabel = "ID",
            defaultValue = "",
            description = "Id of this host (default: the machine id, else one made up and kept).")
    String hostId = "";

    @Option(
            names = "--host-name",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Name that people know this host by (default: its own).")
    String hostName = "";

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            split = ",",
            description = "Label for every sample, such as env=prod; may be repeated.")
    List<String> labels = new ArrayList<>();

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            defaultValue = Topics.SAMPLES,
            description = "Kafka topic (default: ${DEFAULT-VALUE}).")
    String topic = "";

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            defaultValue = "",
            description =
                    "Where a made-up host id is kept (default: /var/lib/hostpulse-agent for root,"
                            + " else ~/.local/state/hostpulse-agent).")
    String stateDirectory = "";

    @Mixin SpoolOptions spool = new SpoolOptions();

    @Option(
            names = "--top-processes",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "Processes to report by CPU, and as many by memory; 0 to 100 (default:"
                            + " ${DEFAULT-VALUE}).")
    String topProcesses = "";

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            defaultValue = "",
            description = "Properties of the Kafka client, such as TLS and authentication.")
    String kafkaConfig = "";
}
