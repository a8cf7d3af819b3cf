package io.hostpulse.agent;

import io.hostpulse.agent.config.Given;
import io.hostpulse.agent.config.Given.Source;
import io.hostpulse.agent.config.Settings;
import io.hostpulse.agent.config.SettingsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Where the configuration of this run comes from: flags, the environment and a file, in this order
 * of precedence. Can be read as often as the file changes.
 */
final class ConfigSource {

    /** Read when no other file is given and this one exists. */
    static final String DEFAULT_FILE = "/etc/hostpulse/agent.yaml";

    private static final String FILE_VARIABLE = "HOSTPULSE_CONFIG";
    private static final String LABEL_VARIABLE = "HOSTPULSE_LABEL";
    private static final Pattern LABEL = Pattern.compile("([A-Za-z0-9_.-]+)=(.+)");

    /** Variables that are named as the flags are, beside those named as the settings. */
    private static final Map<String, String> SHORT_VARIABLES =
            Map.of(
                    ConfigParser.BOOTSTRAP_SERVERS, "BOOTSTRAP_SERVERS",
                    ConfigParser.TOPIC, "TOPIC",
                    ConfigParser.KAFKA_PROPERTIES_FILE, "KAFKA_CONFIG",
                    ConfigParser.STATE_DIRECTORY, "STATE_DIR",
                    ConfigParser.TOP_PROCESSES, "TOP_PROCESSES",
                    ConfigParser.LABELS, "LABEL");

    /** Those of the launcher and of deployments, whose environment an agent may share. */
    private static final Set<String> OTHER_VARIABLES =
            Set.of(
                    FILE_VARIABLE,
                    "HOSTPULSE_JAVA_HOME",
                    "HOSTPULSE_JAVA_OPTS",
                    "HOSTPULSE_CACHE_DIR",
                    "HOSTPULSE_BIND_ADDRESS",
                    "HOSTPULSE_KAFKA_HOST",
                    "HOSTPULSE_KAFKA_HOST_NAME",
                    "HOSTPULSE_PARTITIONS",
                    "HOSTPULSE_REPLICAS",
                    "HOSTPULSE_JOB_PASSWORD",
                    "HOSTPULSE_JOB_STATE",
                    "HOSTPULSE_RESTORE",
                    "HOSTPULSE_RESTORE_DETECT",
                    "HOSTPULSE_RESTORE_INDEX",
                    "HOSTPULSE_RESTORE_NOTIFY");

    private final Optional<Path> file;
    private final Map<Source, Map<String, Given>> given = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final SettingsReader reader;

    ConfigSource(AgentOptions options, Map<String, String> environment) {
        this.file = file(options, environment);
        this.reader =
                new SettingsReader(
                        environment,
                        SHORT_VARIABLES,
                        Map.of(
                                ConfigParser.KAFKA_PROPERTIES,
                                ProducerConfig.configNames(),
                                ConfigParser.LABELS,
                                List.of()),
                        OTHER_VARIABLES);
        given.put(Source.FLAG, flags(options));
        given.put(Source.ENVIRONMENT, labels(environment));
    }

    private static Optional<Path> file(AgentOptions options, Map<String, String> environment) {
        String named = options.config == null ? environment.get(FILE_VARIABLE) : options.config;
        return named == null || named.isBlank()
                ? Optional.of(Path.of(DEFAULT_FILE)).filter(Files::exists)
                : Optional.of(Path.of(named));
    }

    /** The file that is read again when it changes. */
    Optional<Path> file() {
        return file;
    }

    /**
     * @throws InvalidConfigException with everything that is wrong
     */
    AgentConfig read() throws InvalidConfigException {
        return ConfigParser.parse(settings());
    }

    Settings settings() {
        return reader.read(file, given, problems);
    }

    private Map<String, Given> flags(AgentOptions options) {
        Map<String, Given> flags = new HashMap<>();
        for (String setting : options.settings) {
            int equals = setting.indexOf('=');
            if (equals <= 0) {
                // the text may hold a secret and is not repeated
                problems.add("--set: give KEY=VALUE, such as groups.sensors.interval=60s");
            } else {
                String key = setting.substring(0, equals);
                String text = setting.substring(equals + 1);
                Given value = new Given(text, "--set " + key, Source.FLAG);
                if (flags.put(key, value) != null) {
                    problems.add(value.origin() + ": was given before; give every key once");
                }
            }
        }
        put(flags, ConfigParser.BOOTSTRAP_SERVERS, "--bootstrap-servers", options.bootstrapServers);
        put(flags, ConfigParser.INTERVAL, "--interval", options.interval);
        put(flags, ConfigParser.HOST_ID, "--host-id", options.hostId);
        put(flags, ConfigParser.HOST_NAME, "--host-name", options.hostName);
        put(flags, ConfigParser.TOPIC, "--topic", options.topic);
        put(flags, ConfigParser.STATE_DIRECTORY, "--state-dir", options.stateDirectory);
        put(flags, ConfigParser.TOP_PROCESSES, "--top-processes", options.topProcesses);
        put(flags, ConfigParser.KAFKA_PROPERTIES_FILE, "--kafka-config", options.kafkaConfig);
        put(flags, ConfigParser.LOG_FORMAT, "--log-format", options.logFormat);
        put(flags, ConfigParser.LOG_LEVEL, "--log-level", options.logLevel);
        flags.putAll(labels(options.labels, "--label", Source.FLAG));
        return flags;
    }

    private static void put(Map<String, Given> flags, String key, String flag, String value) {
        if (value != null) {
            flags.put(key, new Given(value, flag, Source.FLAG));
        }
    }

    private Map<String, Given> labels(Map<String, String> environment) {
        String labels = environment.getOrDefault(LABEL_VARIABLE, "");
        return labels(List.of(labels.split(",")), LABEL_VARIABLE, Source.ENVIRONMENT);
    }

    private Map<String, Given> labels(List<String> labels, String origin, Source source) {
        Map<String, Given> values = new HashMap<>();
        for (String label : labels) {
            Matcher matcher = LABEL.matcher(label.strip());
            if (label.isBlank()) {
                continue;
            }
            String problem = origin + ": \"" + label + "\" is not allowed; ";
            if (!matcher.matches()) {
                problems.add(problem + "give key=value, the key of " + ConfigParser.LABEL_KEYS);
                continue;
            }
            Given value = new Given(matcher.group(2), origin, source);
            if (values.put(ConfigParser.LABELS + "." + matcher.group(1), value) != null) {
                problems.add(problem + "the key was given before; give every key once");
            }
        }
        return values;
    }
}
