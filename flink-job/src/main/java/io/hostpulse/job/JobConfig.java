package io.hostpulse.job;

import io.hostpulse.job.document.SampleSelection;
import io.hostpulse.job.index.ElasticsearchConfig;
import io.hostpulse.job.pipeline.DetectConfig;
import io.hostpulse.job.window.PublishedWindows;
import io.hostpulse.job.window.WindowSpec;
import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.rule.ComputedWindows;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the job can be told on its command line. */
@Command(name = "hostpulse-job", sortOptions = false)
final class JobConfig {

    private static final Duration LEAST_CHECKPOINT_INTERVAL = Duration.ofMillis(100);

    /** The pipelines that the job can run. */
    enum PipelineName {
        DETECT,
        INDEX,
        NOTIFY
    }

    /** Where state is kept while the job runs. */
    enum StateBackend {
        HASHMAP,
        ROCKSDB
    }

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            required = true,
            description = "Kafka brokers, separated by commas.")
    private String bootstrapServers;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Kafka client properties, such as those for TLS and SASL.")
    private Path kafkaConfig;

    @Mixin private ElasticsearchOptions elasticsearch;

    @Option(
            names = "--pipelines",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Pipelines to run: ${COMPLETION-CANDIDATES}; all by default, notify if there is an Alertmanager.")
    private List<PipelineName> pipelines;

    @Option(
            names = "--alertmanager",
            paramLabel = "URL",
            description = "Alertmanager, such as http://localhost:9093.")
    private URI alertmanager;

    @Option(
            names = "--group-id",
            paramLabel = "ID",
            defaultValue = "hostpulse",
            description = "Prefix of the Kafka consumer groups.")
    private String groupId;

    @Option(
            names = "--windows",
            paramLabel = "SIZE[/SLIDE]",
            split = ",",
            defaultValue = ComputedWindows.DEFAULT_SPECS,
            description = "Windows to compute, tumbling or sliding.")
    private List<WindowSpec> windows;

    @Option(
            names = "--publish-windows-from",
            paramLabel = "DURATION",
            defaultValue = "5m",
            description =
                    "Publish windows of this length and more; of shorter ones those in which the threshold of a rule was crossed. 0s: all.")
    private Duration shortestPublishedWindow;

    @Option(
            names = "--sample-documents",
            paramLabel = "KIND=N",
            split = ",",
            description =
                    "Index the documents of a kind (host, core, disk, filesystem, interface, process, container, sensor, probe, agent_group) of every N-th sample, 0 for none. By default 3 for disks, filesystems and interfaces, 5 for cores, processes, containers, sensors and agent groups, 1 for hosts and probes.")
    private Map<Dimension, Integer> sampleDocuments = Map.of();

    @Option(
            names = "--allowed-lateness",
            paramLabel = "DURATION",
            defaultValue = "1m",
            description = "How much older than its host's newest sample one may be.")
    private Duration allowedLateness;

    @Option(
            names = "--window-grace",
            paramLabel = "DURATION",
            defaultValue = "1s",
            description = "How long a quiet host's window stays open past its end.")
    private Duration windowGrace;

    @Option(
            names = "--max-hosts",
            paramLabel = "N",
            defaultValue = "" + DetectConfig.DEFAULT_MAX_HOSTS,
            description =
                    "How many hosts may be known at a time; nothing is taken of one more. Half as many again as the fleet has.")
    private long maxHosts;

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "Time between two checkpoints.")
    private Duration checkpointInterval;

    @Option(
            names = "--state-backend",
            paramLabel = "NAME",
            defaultValue = "hashmap",
            description = "Where state is kept: ${COMPLETION-CANDIDATES}.")
    private StateBackend stateBackend;

    private JobConfig() {}

    /**
     * @throws CommandLine.ParameterException if an option is unknown, missing or cannot be read
     */
    static JobConfig parse(String... args) {
        JobConfig config = new JobConfig();
        CommandLine commandLine =
                new CommandLine(config)
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .registerConverter(Duration.class, JobConfig::readDuration)
                        .registerConverter(WindowSpec.class, JobConfig::readWindow);
        commandLine.parseArgs(args);
        config.findProblem()
                .ifPresent(
                        problem -> {
                            throw new CommandLine.ParameterException(commandLine, problem);
                        });
        return config;
    }

    private Optional<String> findProblem() {
        if (checkpointInterval.compareTo(LEAST_CHECKPOINT_INTERVAL) < 0) {
            return Optional.of(
                    "Invalid value for option '--checkpoint-interval': must be at least "
                            + HumanDuration.format(LEAST_CHECKPOINT_INTERVAL));
        }
        if (maxHosts < 1) {
            return Optional.of("Invalid value for option '--max-hosts': must be at least 1");
        }
        if (pipelines().contains(PipelineName.NOTIFY) && alertmanager == null) {
            return Optional.of("The pipeline notify needs the option '--alertmanager'");
        }
        if (sampleDocuments.containsKey(Dimension.UNRECOGNIZED)
                || sampleDocuments.values().stream().anyMatch(n -> n < 0)) {
            return Optional.of(
                    "Invalid value for option '--sample-documents': must be like process=6,core=0");
        }
        return elasticsearch.findProblem();
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    /**
     * Kafka's own client settings.
     *
     * @throws IOException if the file cannot be read
     */
    Properties kafkaProperties() throws IOException {
        Properties properties = new Properties();
        if (kafkaConfig != null) {
            try (Reader reader = Files.newBufferedReader(kafkaConfig)) {
                properties.load(reader);
            }
        }
        return properties;
    }

    ElasticsearchConfig elasticsearch() {
        return elasticsearch.config();
    }

    Set<PipelineName> pipelines() {
        if (pipelines != null) {
            return EnumSet.copyOf(pipelines);
        }
        return alertmanager == null
                ? EnumSet.of(PipelineName.DETECT, PipelineName.INDEX)
                : EnumSet.allOf(PipelineName.class);
    }

    URI alertmanager() {
        return alertmanager;
    }

    String groupId() {
        return groupId;
    }

    List<WindowSpec> windows() {
        return windows;
    }

    PublishedWindows publishedWindows() {
        return new PublishedWindows(shortestPublishedWindow);
    }

    SampleSelection sampleDocuments() {
        return SampleSelection.ofDefaults().with(sampleDocuments);
    }

    Duration allowedLateness() {
        return allowedLateness;
    }

    Duration windowGrace() {
        return windowGrace;
    }

    long maxHosts() {
        return maxHosts;
    }

    Duration checkpointInterval() {
        return checkpointInterval;
    }

    StateBackend stateBackend() {
        return stateBackend;
    }

    private static Duration readDuration(String text) {
        try {
            return HumanDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException(e.getMessage());
        }
    }

    private static WindowSpec readWindow(String text) {
        try {
            return WindowSpec.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException(e.getMessage());
        }
    }
}
