package io.hostpulse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.agent.log.LogFormat;
import io.hostpulse.agent.read.Glob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigPrecedenceTest {

    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("agent.yaml");
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
}
