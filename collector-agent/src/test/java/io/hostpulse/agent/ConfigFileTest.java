package io.hostpulse.agent;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

class ConfigFileTest {

    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("agent.yaml");
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
                  root: /host/
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
        assertThat(config.hostRoot()).isEqualTo(Path.of("/host"));
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
    void anEmptyFileAndEmptySectionsChangeNothing() throws IOException, InvalidConfigException {
        write("");
        assertThat(read()).isEqualTo(TestConfig.of());
        write("# nothing\ngroups:\nhost:\n  labels:\nkafka: {}\n");
        assertThat(read()).isEqualTo(TestConfig.of());
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

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    private AgentConfig read() throws InvalidConfigException {
        return source(Map.of(), "--config=" + file).read();
    }

    private static ConfigSource source(Map<String, String> environment, String... arguments) {
        return TestConfig.source(environment, arguments);
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
