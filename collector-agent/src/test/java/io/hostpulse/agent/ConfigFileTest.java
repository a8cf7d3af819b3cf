package io.hostpulse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hostpulse.agent.config.Settings;
import io.hostpulse.agent.log.LogFormat;
import io.hostpulse.agent.log.LogSettings;
import io.hostpulse.agent.probe.ProbeSettings;
import io.hostpulse.agent.probe.ProbeTarget.HttpTarget;
import io.hostpulse.agent.probe.ProbeTarget.Iperf3Target;
import io.hostpulse.agent.probe.ProbeTarget.TcpTarget;
import io.hostpulse.agent.read.FilesystemFilter;
import io.hostpulse.agent.read.Glob;
import io.hostpulse.agent.read.NameFilter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

class ConfigFileTest {

    private static final Path SHIPPED = Path.of("src/main/dist/agent.yaml");

    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("agent.yaml");
    }

    @Test
    void theFileThatIsShippedHasTheDefaults() throws InvalidConfigException {
        assertThat(source(Map.of(), "--config", SHIPPED.toString()).read())
                .isEqualTo(TestConfig.of());
    }

    @Test
    void theFileThatIsShippedHasEverySetting() throws InvalidConfigException {
        Settings defaults = source(Map.of()).settings();
        ConfigParser.parse(defaults);
        Settings shipped = source(Map.of(), "--config", SHIPPED.toString()).settings();

        Set<String> keys = defaults.knownKeys();

        assertThat(keys).hasSizeGreaterThan(50);
        assertThat(keys).allSatisfy(key -> assertThat(shipped.given(key)).as(key).isPresent());
    }

    @Test
    void everyKeyIsTaken() throws IOException, InvalidConfigException {
        write(
                """
                interval: 5s
                state-directory: /srv/state
                kafka:
                  bootstrap-servers: [one:9092, two:9093]
                  topic: samples
                  properties:
                    security.protocol: SSL
                    linger.ms: 5
                host:
                  id: host-1
                  name: Web one
                  labels: {env: prod, team.name: core}
                groups:
                  cpu: {enabled: false}
                  open_files: {interval: 1m}
                  disks: {include: ["sd*"], exclude: [sdz]}
                  filesystems:
                    mount-points: {include: ["/data*"], exclude: [/data/tmp]}
                    types: {include: [xfs], exclude: ["nfs*"]}
                  interfaces: {include: ["docker?"], exclude: [docker1]}
                  processes: {top: 9}
                spool:
                  enabled: false
                  directory: /srv/spool
                  max-size: 2GiB
                  max-age: 12h
                  replay-rate: 50
                probes:
                  - tcp://db:5432
                  - {target: "https://www.example/health?x=1", interval: 1m, timeout: 2s}
                  - target: iperf3://[2001:db8::1]
                    length: 3s
                log: {format: json, level: debug}
                """);

        AgentConfig config = read();

        assertThat(config.interval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.stateDirectory()).isEqualTo(Path.of("/srv/state"));
        assertThat(config.bootstrapServers()).isEqualTo("one:9092,two:9093");
        assertThat(config.topic()).isEqualTo("samples");
        assertThat(config.kafka()).isEqualTo(Map.of("security.protocol", "SSL", "linger.ms", "5"));
        assertThat(config.hostId()).contains("host-1");
        assertThat(config.hostName()).contains("Web one");
        assertThat(config.labels()).isEqualTo(Map.of("env", "prod", "team.name", "core"));
        assertThat(config.groups().get(Group.CPU))
                .isEqualTo(new GroupSettings(false, Duration.ofSeconds(5)));
        assertThat(config.groups().get(Group.OPEN_FILES))
                .isEqualTo(new GroupSettings(true, Duration.ofMinutes(1)));
        assertThat(config.groups()).containsOnlyKeys(Group.values());
        assertThat(config.disks()).isEqualTo(filter("sd*", "sdz"));
        assertThat(config.filesystems())
                .isEqualTo(
                        new FilesystemFilter(filter("/data*", "/data/tmp"), filter("xfs", "nfs*")));
        assertThat(config.interfaces()).isEqualTo(filter("docker?", "docker1"));
        assertThat(config.topProcesses()).isEqualTo(9);
        assertThat(config.spool())
                .isEqualTo(
                        new SpoolSettings(
                                Path.of("/srv/spool"), 2L << 30, Duration.ofHours(12), 50, false));
        assertThat(config.probes())
                .containsExactly(
                        probe(new TcpTarget("db", 5432), 30, 5),
                        probe(new HttpTarget(URI.create("https://www.example/health?x=1")), 60, 2),
                        probe(
                                new Iperf3Target("2001:db8::1", 5201, Duration.ofSeconds(3)),
                                3600,
                                5));
        assertThat(config.log()).isEqualTo(new LogSettings(LogFormat.JSON, Level.DEBUG));
    }

    @Test
    void theEnvironmentCanGiveEveryKindOfSetting() throws InvalidConfigException {
        AgentConfig config =
                source(
                                Map.of(
                                        "HOSTPULSE_INTERVAL", "2s",
                                        "HOSTPULSE_KAFKA_BOOTSTRAP_SERVERS", "a:1,b:2",
                                        "HOSTPULSE_KAFKA_PROPERTIES_SECURITY_PROTOCOL", "SSL",
                                        "HOSTPULSE_GROUPS_OPEN_FILES_ENABLED", "false",
                                        "HOSTPULSE_GROUPS_FILESYSTEMS_MOUNT_POINTS_EXCLUDE",
                                                "/a,/b*",
                                        "HOSTPULSE_SPOOL_MAX_SIZE", "1MiB",
                                        "HOSTPULSE_PROBES", "tcp://a:1,http://b/",
                                        "HOSTPULSE_LOG_FORMAT", "json"))
                        .read();

        assertThat(config.interval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.bootstrapServers()).isEqualTo("a:1,b:2");
        assertThat(config.kafka()).isEqualTo(Map.of("security.protocol", "SSL"));
        assertThat(config.groups().get(Group.OPEN_FILES).enabled()).isFalse();
        assertThat(config.filesystems().mountPoints().exclude())
                .containsExactly(new Glob("/a"), new Glob("/b*"));
        assertThat(config.spool().maxBytes()).isEqualTo(1 << 20);
        assertThat(config.probes()).hasSize(2);
        assertThat(config.log().format()).isEqualTo(LogFormat.JSON);
    }

    @Test
    void flagsGoBeforeTheEnvironmentAndThatBeforeTheFile()
            throws IOException, InvalidConfigException {
        write(
                """
                interval: 1s
                kafka: {topic: file, bootstrap-servers: "file:1"}
                host: {id: file, labels: {a: file, b: file, c: file}}
                """);

        AgentConfig config =
                source(
                                Map.of(
                                        "HOSTPULSE_TOPIC", "environment",
                                        "HOSTPULSE_HOST_ID", "environment",
                                        "HOSTPULSE_LABEL", "a=environment,b=environment"),
                                "--config=" + file,
                                "--host-id=flag",
                                "--label=a=flag")
                        .read();

        assertThat(config.interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.bootstrapServers()).isEqualTo("file:1");
        assertThat(config.topic()).isEqualTo("environment");
        assertThat(config.hostId()).contains("flag");
        assertThat(config.labels()).isEqualTo(Map.of("a", "flag", "b", "environment", "c", "file"));
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceWithItsPlaceAndWhatIsAllowed() throws IOException {
        write(
                """
                interval: 10s
                intervall: 5s
                kafka:
                  bootstrap-servers: [one, two:9092]
                  properties: {acks: "0", security.protocl: SSL, linger.ms: soon}
                groups:
                  cpu: {enabled: yes, interval: 15s}
                  disk: {enabled: true}
                  processes: {top: many}
                spool: {max-size: 5MB}
                probes:
                  - ftp://files.example
                  - {target: "tcp://db:5432", length: 5s, timeot: 1s}
                  - http://user:pass@host/
                interval: 20s
                """);

        List<String> problems =
                problems(
                        Map.of("HOSTPULSE_GROUPS_CPUS_ENABLED", "true", "HOSTPULSE_HOME", "/x"),
                        "--config=" + file,
                        "--log-level=loud",
                        "--set=groups.load.enabled=maybe",
                        "--set=nonsense",
                        "--set=spool.size=1MiB");

        assertThat(problems).doesNotHaveDuplicates().hasSize(20);
        assertThat(problems)
                .contains(
                        file + ":15: interval: was given before, at " + file + ":1: interval",
                        file
                                + ":4: kafka.bootstrap-servers[0]: \"one\" is not allowed;"
                                + " give host:port, several with commas between",
                        file + ":5: kafka.properties.acks is set by the agent; remove it",
                        file
                                + ":5: kafka.properties.security.protocl is not a setting of"
                                + " Kafka's producer",
                        file + ":7: groups.cpu.enabled: \"yes\" is not allowed; give true or false",
                        file
                                + ":9: groups.processes.top: \"many\" is not allowed; give a number"
                                + " from 0 to 100",
                        "--log-level: \"loud\" is not allowed; give one of error, warn, info,"
                                + " debug, trace",
                        "--set groups.load.enabled: \"maybe\" is not allowed; give true or false",
                        "--set spool.size: is not a setting; there are directory, enabled,"
                                + " max-age, max-size, replay-rate");
        assertThat(problems)
                .anyMatch(line -> line.startsWith(file + ":2: intervall: is not a setting;"))
                .anyMatch(
                        line -> line.startsWith(file + ":5: kafka.properties.linger.ms: \"soon\""))
                .anyMatch(
                        line -> line.startsWith(file + ":7: groups.cpu.interval: 15000 ms is not"))
                .anyMatch(line -> line.startsWith(file + ":8: groups.disk.enabled: is not a"))
                .anyMatch(line -> line.startsWith(file + ":10: spool.max-size: \"5MB\" is not"))
                .anyMatch(line -> line.startsWith(file + ":12: probes[0]: \"ftp://files.example\""))
                .anyMatch(line -> line.startsWith(file + ":13: probes[1].length: is for iperf3"))
                .anyMatch(line -> line.startsWith(file + ":13: probes[1].timeot: is not a setting"))
                .anyMatch(line -> line.startsWith("HOSTPULSE_GROUPS_CPUS_ENABLED: is not a"))
                .noneMatch(line -> line.contains("HOSTPULSE_HOME"))
                .noneMatch(line -> line.contains("user:pass"));
    }

    @Test
    void aFileThatIsNoYamlIsToldWithItsLineAndNoneOfItsText() throws IOException {
        write("interval: 10s\nkafka:\n  properties: {a: hunter2, b: [\n");

        assertThat(problems(Map.of(), "--config=" + file))
                .singleElement()
                .asString()
                .startsWith(file + ":")
                .contains("is not YAML")
                .doesNotContain("hunter2");
    }

    @Test
    void aFileThatIsNotThereIsToldWhenItWasAskedFor() {
        assertThat(problems(Map.of("HOSTPULSE_CONFIG", file.toString())))
                .containsExactly(file + ": there is no such file");
    }

    @Test
    void anEmptyFileAndEmptySectionsChangeNothing() throws IOException, InvalidConfigException {
        write("");
        assertThat(read()).isEqualTo(TestConfig.of());
        write("# nothing\ngroups:\nhost:\n  labels:\nkafka: {}\n");
        assertThat(read()).isEqualTo(TestConfig.of());
    }

    @Test
    void aFileThatContainsItselfIsRefused() throws IOException {
        write("groups: &all\n  cpu: *all\n");

        assertThat(problems(Map.of(), "--config=" + file))
                .anyMatch(line -> line.contains("nested too deeply"));
    }

    @Test
    void referencesStandForTheEnvironmentAndForFiles() throws IOException, InvalidConfigException {
        Path secret = Files.writeString(directory.resolve("password"), "from file\n");
        write(
                """
                host: {name: "${NAME} in $${x} $5"}
                kafka:
                  properties:
                    ssl.key.password: "${file:%s}"
                    ssl.keystore.password: pre-${SECRET_WORD}
                """
                        .formatted(secret));

        AgentConfig config =
                source(Map.of("NAME", "web", "SECRET_WORD", "from-environment"), "--config=" + file)
                        .read();

        assertThat(config.hostName()).contains("web in ${x} $5");
        assertThat(config.kafka())
                .containsEntry("ssl.key.password", "from file")
                .containsEntry("ssl.keystore.password", "pre-from-environment");
    }

    @Test
    void referencesThatLeadNowhereAreTold() throws IOException {
        write("host: {name: \"${ABSENT}\", id: \"${file:/does/not/exist}\"}\ninterval: ${a b}\n");

        assertThat(problems(Map.of(), "--config=" + file))
                .hasSize(3)
                .anyMatch(line -> line.contains("host.name: the environment variable ABSENT"))
                .anyMatch(line -> line.contains("host.id: the file /does/not/exist"))
                .anyMatch(line -> line.contains(":2: interval: \"${\" begins a reference"));
    }

    @Test
    void entriesGoBeforeAPropertiesFileOfTheSameSourceAndGiveWayToOneFromAbove()
            throws IOException, InvalidConfigException {
        Path properties = Files.writeString(directory.resolve("p"), "linger.ms=1\nbatch.size=2\n");
        write("kafka: {properties-file: %s, properties: {linger.ms: 7}}".formatted(properties));

        assertThat(read().kafka()).isEqualTo(Map.of("linger.ms", "7", "batch.size", "2"));
        assertThat(
                        source(Map.of(), "--config=" + file, "--kafka-config=" + properties)
                                .read()
                                .kafka())
                .isEqualTo(Map.of("linger.ms", "1", "batch.size", "2"));
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    private AgentConfig read() throws InvalidConfigException {
        return source(Map.of(), "--config=" + file).read();
    }

    private static ConfigSource source(Map<String, String> environment, String... arguments) {
        return TestConfig.source(environment, arguments);
    }

    private static List<String> problems(Map<String, String> environment, String... arguments) {
        return catchThrowableOfType(
                        InvalidConfigException.class, () -> source(environment, arguments).read())
                .problems();
    }

    private static NameFilter filter(String include, String exclude) {
        return new NameFilter(List.of(new Glob(include)), List.of(new Glob(exclude)));
    }

    private static ProbeSettings probe(
            io.hostpulse.agent.probe.ProbeTarget target, int intervalSeconds, int timeoutSeconds) {
        return new ProbeSettings(
                target, Duration.ofSeconds(intervalSeconds), Duration.ofSeconds(timeoutSeconds));
    }
}
