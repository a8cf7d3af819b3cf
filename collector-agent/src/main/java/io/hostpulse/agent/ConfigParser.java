package io.hostpulse.agent;

import io.hostpulse.agent.publish.ProducerSettings;
import io.hostpulse.wire.SampleCodec;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;

/** Turns options into a configuration, and collects everything that is wrong with them. */
final class ConfigParser {

    private static final Duration MIN_INTERVAL = Duration.ofMillis(500);
    private static final Duration MAX_INTERVAL = Duration.ofHours(1);
    private static final int MAX_TOP_PROCESSES = 100;
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^\\s:,]+):(\\d+)");
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    private static final Pattern LABEL = Pattern.compile("([A-Za-z0-9_.-]+)=(.+)");

    private final List<String> problems = new ArrayList<>();

    private ConfigParser() {}

    /**
     * @throws InvalidConfigException with all problems at once, each naming option, value and what
     *     is allowed
     */
    static AgentConfig parse(AgentOptions options) throws InvalidConfigException {
        ConfigParser parser = new ConfigParser();
        Path stateDirectory = parser.stateDirectory(options.stateDirectory);
        AgentConfig config =
                new AgentConfig(
                        parser.bootstrapServers(options.bootstrapServers),
                        parser.interval(options.interval),
                        parser.hostId(options.hostId),
                        Optional.of(options.hostName.strip()).filter(name -> !name.isEmpty()),
                        parser.labels(options.labels),
                        parser.topic(options.topic),
                        stateDirectory,
                        SpoolConfig.parse(options.spool, stateDirectory, parser.problems),
                        parser.topProcesses(options.topProcesses),
                        parser.kafka(options.kafkaConfig));
        parser.checkProducer(config);
        if (!parser.problems.isEmpty()) {
            throw new InvalidConfigException(parser.problems);
        }
        return config;
    }

    private void problem(String option, String value, String allowed) {
        problems.add(option + ": \"" + value + "\" is not allowed; " + allowed);
    }

    private String bootstrapServers(String value) {
        for (String address : value.split(",", -1)) {
            Matcher matcher = ADDRESS.matcher(address.strip());
            if (!matcher.matches() || !isPort(matcher.group(2))) {
                problem(
                        "--bootstrap-servers",
                        value,
                        "give host:port, several with commas between");
                break;
            }
        }
        return value;
    }

    private static boolean isPort(String digits) {
        return digits.length() <= 5
                && Integer.parseInt(digits) >= 1
                && Integer.parseInt(digits) <= 65535;
    }

    private Duration interval(String value) {
        Matcher matcher = TIME.matcher(value.strip());
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            Duration interval =
                    switch (matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        default -> Duration.ofHours(number);
                    };
            if (interval.compareTo(MIN_INTERVAL) >= 0 && interval.compareTo(MAX_INTERVAL) <= 0) {
                return interval;
            }
        }
        problem("--interval", value, "give a time of 500ms to 1h, such as 10s");
        return MIN_INTERVAL;
    }

    private Optional<String> hostId(String value) {
        if (value.length() > SampleCodec.MAX_HOST_ID_LENGTH) {
            problem(
                    "--host-id",
                    value,
                    "give at most " + SampleCodec.MAX_HOST_ID_LENGTH + " characters");
        }
        return Optional.of(value.strip()).filter(id -> !id.isEmpty());
    }

    private Map<String, String> labels(List<String> values) {
        Map<String, String> labels = new HashMap<>();
        for (String value : values) {
            Matcher matcher = LABEL.matcher(value.strip());
            if (value.isBlank()) {
                continue;
            }
            if (!matcher.matches()) {
                problem(
                        "--label",
                        value,
                        "give key=value, the key of letters, digits, dots, dashes and underscores");
            } else if (labels.put(matcher.group(1), matcher.group(2)) != null) {
                problem("--label", value, "the key was given before; give every key once");
            }
        }
        return labels;
    }

    private String topic(String value) {
        if (!TOPIC.matcher(value).matches() || value.equals(".") || value.equals("..")) {
            problem(
                    "--topic",
                    value,
                    "give 1 to 249 letters, digits, dots, dashes and underscores");
        }
        return value;
    }

    private Path stateDirectory(String value) {
        try {
            return value.isBlank() ? defaultStateDirectory() : Path.of(value);
        } catch (InvalidPathException e) {
            problem("--state-dir", value, "give a directory");
            return Path.of(".");
        }
    }

    private static Path defaultStateDirectory() {
        return System.getProperty("user.name").equals("root")
                ? Path.of("/var/lib/hostpulse-agent")
                : Path.of(System.getProperty("user.home"), ".local", "state", "hostpulse-agent");
    }

    private int topProcesses(String value) {
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= 0 && number <= MAX_TOP_PROCESSES) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        problem("--top-processes", value, "give a number from 0 to " + MAX_TOP_PROCESSES);
        return 0;
    }

    private Map<String, String> kafka(String file) {
        if (file.isBlank()) {
            return Map.of();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file))) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            problem("--kafka-config", file, "it cannot be read as a properties file: " + e);
        }
        Map<String, String> settings = new HashMap<>();
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            // values may be secrets and are never repeated
            if (ProducerSettings.FIXED.contains(key)) {
                problems.add(file + ": " + key + " is set by the agent; remove it");
            } else if (!ProducerConfig.configNames().contains(key)) {
                problems.add(file + ": " + key + " is not a setting of Kafka's producer");
            } else {
                settings.put(key, properties.getProperty(key));
            }
        }
        return settings;
    }

    private void checkProducer(AgentConfig config) {
        if (!problems.isEmpty()) {
            return;
        }
        try {
            new ProducerConfig(ProducerSettings.of(config.bootstrapServers(), config.kafka()));
        } catch (ConfigException e) {
            problems.add("--kafka-config: " + e.getMessage());
        }
    }
}
