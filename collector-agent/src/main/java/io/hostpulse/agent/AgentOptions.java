package io.hostpulse.agent;

import io.hostpulse.wire.Topics;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options as they were given, null for those that were not. */
final class AgentOptions {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Configuration (default: " + ConfigSource.DEFAULT_FILE + " if it is there).")
    String config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Any setting of the configuration, such as groups.sensors.interval=60s; may be"
                            + " repeated.")
    List<String> settings = new ArrayList<>();

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT[,...]",
            description = "Kafka's addresses (default: localhost:9092).")
    String bootstrapServers;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            description =
                    "Time between readings, such as 10s or 500ms; 500ms to 1h (default: 10s).")
    String interval;

    @Option(
            names = "--host-id",
            paramLabel = "ID",
            description = "Id of this host (default: the machine id, else one made up and kept).")
    String hostId;

    @Option(
            names = "--host-name",
            paramLabel = "NAME",
            description = "Name that people know this host by (default: its own).")
    String hostName;

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            split = ",",
            description = "Label for every sample, such as env=prod; may be repeated.")
    List<String> labels = new ArrayList<>();

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            description = "Kafka topic (default: " + Topics.SAMPLES + ").")
    String topic;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description =
                    "Where a made-up host id and the spool are kept (default:"
                            + " /var/lib/hostpulse-agent for root, else ~/.local/state/hostpulse-agent).")
    String stateDirectory;

    @Option(
            names = "--top-processes",
            paramLabel = "N",
            description =
                    "Processes to report by CPU, and as many by memory; 0 to 100 (default: 5).")
    String topProcesses;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Properties of the Kafka client, such as TLS and authentication.")
    String kafkaConfig;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description = "text, or json: one object a line with the names of ECS (default: text).")
    String logFormat;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "error, warn, info, debug or trace (default: info).")
    String logLevel;
}
