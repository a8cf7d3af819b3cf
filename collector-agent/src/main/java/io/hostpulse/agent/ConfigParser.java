package io.hostpulse.agent;

import io.hostpulse.agent.config.Format;
import io.hostpulse.agent.config.Formats;
import io.hostpulse.agent.config.Given;
import io.hostpulse.agent.config.Settings;
import io.hostpulse.agent.log.LogFormat;
import io.hostpulse.agent.log.LogSettings;
import io.hostpulse.agent.read.FilesystemFilter;
import io.hostpulse.agent.read.Glob;
import io.hostpulse.agent.read.NameFilter;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.event.Level;

/** Turns settings into a configuration: every key, its default, and what is allowed. */
final class ConfigParser {

    static final String INTERVAL = "interval";
    static final String STATE_DIRECTORY = "state-directory";
    static final String BOOTSTRAP_SERVERS = "kafka.bootstrap-servers";
    static final String TOPIC = "kafka.topic";
    static final String KAFKA_PROPERTIES = "kafka.properties";
    static final String KAFKA_PROPERTIES_FILE = "kafka.properties-file";
    static final String HOST_ID = "host.id";
    static final String HOST_NAME = "host.name";
    static final String HOST_ROOT = "host.root";
    static final String LABELS = "host.labels";
    static final String TOP_PROCESSES = "groups.processes.top";
    static final String SPOOL = "spool";
    static final String PROBES = "probes";
    static final String LOG = "log";
    static final String LOG_FORMAT = "log.format";
    static final String LOG_LEVEL = "log.level";

    static final String LABEL_KEYS = "letters, digits, dots, dashes and underscores";

    private static final int MAX_TOP_PROCESSES = 100;

    private static final Format<Duration> INTERVALS = Formats.time("500ms", "1h", "10s");
    private static final Format<String> ADDRESSES =
            new Format<>("give host:port, several with commas between", Formats.address().parser());
    private static final Format<String> TOPICS =
            new Format<>(
                    "give 1 to 249 letters, digits, dots, dashes and underscores",
                    text ->
                            Optional.of(text)
                                    .filter(
                                            name ->
                                                    name.matches("[a-zA-Z0-9._-]{1,249}")
                                                            && !name.equals(".")
                                                            && !name.equals("..")));
    private static final Format<String> HOST_IDS =
            new Format<>(
                    "give at most " + SampleCodec.MAX_HOST_ID_LENGTH + " characters",
                    text ->
                            Optional.of(text)
                                    .filter(id -> id.length() <= SampleCodec.MAX_HOST_ID_LENGTH));
    private static final Format<String> ANY = new Format<>("give text", Optional::of);
    private static final Format<Glob> GLOBS =
            new Format<>(
                    "give names with * for any characters and ? for one",
                    text -> Optional.of(text).filter(glob -> !glob.isEmpty()).map(Glob::new));
    private static final Pattern LABEL_KEY = Pattern.compile("[A-Za-z0-9_.-]+");

    private final Settings settings;

    private ConfigParser(Settings settings) {
        this.settings = settings;
    }

    /**
     * @throws InvalidConfigException with all problems at once, each naming key, place, value and
     *     what is allowed
     */
    static AgentConfig parse(Settings settings) throws InvalidConfigException {
        AgentConfig config = new ConfigParser(settings).read();
        settings.refuseUnknown();
        if (!settings.problems().isEmpty()) {
            throw new InvalidConfigException(settings.problems());
        }
        return config;
    }

    private AgentConfig read() {
        Duration interval = settings.get(INTERVAL, Duration.ofSeconds(10), INTERVALS);
        Path stateDirectory =
                settings.find(STATE_DIRECTORY, Formats.directory())
                        .orElseGet(ConfigParser::defaultStateDirectory);
        String bootstrapServers =
                String.join(
                        ",",
                        settings.list(BOOTSTRAP_SERVERS, List.of("localhost:9092"), ADDRESSES));
        return new AgentConfig(
                bootstrapServers,
                settings.get(TOPIC, Topics.SAMPLES, TOPICS),
                KafkaProperties.parse(settings, bootstrapServers),
                interval,
                settings.find(HOST_ID, HOST_IDS),
                settings.find(HOST_NAME, ANY),
                settings.find(HOST_ROOT, Formats.directory())
                        .orElse(Path.of("/"))
                        .toAbsolutePath()
                        .normalize(),
                labels(),
                stateDirectory,
                groups(interval),
                settings.get(TOP_PROCESSES, 5, Formats.number(0, MAX_TOP_PROCESSES)),
                filter("groups.disks"),
                new FilesystemFilter(
                        filter("groups.filesystems.mount-points"),
                        filter("groups.filesystems.types")),
                filter("groups.interfaces"),
                spool(stateDirectory),
                new ProbeParser(settings).parse(PROBES),
                new LogSettings(
                        settings.get(LOG_FORMAT, LogFormat.TEXT, Formats.oneOf(LogFormat.class)),
                        settings.get(LOG_LEVEL, Level.INFO, Formats.oneOf(Level.class))));
    }

    private static Path defaultStateDirectory() {
        return System.getProperty("user.name").equals("root")
                ? Path.of("/var/lib/hostpulse-agent")
                : Path.of(System.getProperty("user.home"), ".local", "state", "hostpulse-agent");
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>();
        for (Map.Entry<String, Given> label : settings.below(LABELS).entrySet()) {
            if (!LABEL_KEY.matcher(label.getKey()).matches()) {
                settings.problems()
                        .add(label.getValue().origin() + ": give a key of " + LABEL_KEYS);
            }
            settings.resolve(label.getValue()).ifPresent(text -> labels.put(label.getKey(), text));
        }
        return labels;
    }

    private Map<Group, GroupSettings> groups(Duration interval) {
        Map<Group, GroupSettings> groups = new EnumMap<>(Group.class);
        for (Group group : Group.values()) {
            String key = "groups." + group.label();
            boolean enabled = settings.get(key + ".enabled", true, Formats.yesOrNo());
            groups.put(group, new GroupSettings(enabled, interval(key + ".interval", interval)));
        }
        return groups;
    }

    private Duration interval(String key, Duration base) {
        Duration interval = settings.find(key, INTERVALS).orElse(base);
        if (interval.toMillis() % base.toMillis() != 0) {
            settings.refuse(
                    key,
                    interval.toMillis()
                            + " ms is not a multiple of the interval of "
                            + base.toMillis()
                            + " ms ("
                            + settings.origin(INTERVAL)
                            + "); give a multiple");
        }
        return interval;
    }

    private NameFilter filter(String key) {
        return new NameFilter(
                settings.list(key + ".include", List.of(), GLOBS),
                settings.list(key + ".exclude", List.of(), GLOBS));
    }

    private SpoolSettings spool(Path stateDirectory) {
        return new SpoolSettings(
                settings.find(SPOOL + ".directory", Formats.directory())
                        .orElse(stateDirectory.resolve("spool")),
                settings.get(
                        SPOOL + ".max-size", 256L << 20, Formats.size("1MiB", "1TiB", "256MiB")),
                settings.get(
                        SPOOL + ".max-age",
                        Duration.ofHours(24),
                        Formats.time("1m", "365d", "24h")),
                settings.get(SPOOL + ".replay-rate", 50, Formats.number(1, 100_000)),
                settings.get(SPOOL + ".enabled", true, Formats.yesOrNo()));
    }
}
