package io.hostpulse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigParserTest {

    @TempDir Path directory;

    @Test
    void everyOptionHasADefault() throws InvalidConfigException {
        AgentConfig config = parse(Map.of());

        assertThat(config.bootstrapServers()).isEqualTo("localhost:9092");
        assertThat(config.interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.hostId()).isEmpty();
        assertThat(config.hostName()).isEmpty();
        assertThat(config.labels()).isEmpty();
        assertThat(config.topic()).isEqualTo("hostpulse.samples");
        assertThat(config.stateDirectory().toString()).endsWith("hostpulse-agent");
        assertThat(config.topProcesses()).isEqualTo(5);
        assertThat(config.kafka()).isEmpty();
    }

    @Test
    void everyOptionIsTaken() throws InvalidConfigException, IOException {
        Path kafka =
                Files.writeString(directory.resolve("client.properties"), "security.protocol=SSL");

        AgentConfig config =
                parse(
                        Map.of(),
                        "--bootstrap-servers=one:9092,[2001:db8::1]:9093",
                        "--interval=500ms",
                        "--host-id=id",
                        "--host-name=name",
                        "--label=env=prod",
                        "--label=role=web=1",
                        "--topic=samples",
                        "--state-dir=/tmp/state",
                        "--top-processes=3",
                        "--kafka-config=" + kafka);

        assertThat(config.bootstrapServers()).isEqualTo("one:9092,[2001:db8::1]:9093");
        assertThat(config.interval()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.hostId()).contains("id");
        assertThat(config.hostName()).contains("name");
        assertThat(config.labels()).isEqualTo(Map.of("env", "prod", "role", "web=1"));
        assertThat(config.topic()).isEqualTo("samples");
        assertThat(config.stateDirectory()).isEqualTo(Path.of("/tmp/state"));
        assertThat(config.topProcesses()).isEqualTo(3);
        assertThat(config.kafka()).isEqualTo(Map.of("security.protocol", "SSL"));
    }

    @Test
    void theEnvironmentGivesWhatTheCommandLineDoesNot() throws InvalidConfigException {
        AgentConfig config =
                parse(
                        Map.of(
                                "HOSTPULSE_BOOTSTRAP_SERVERS", "env:9092",
                                "HOSTPULSE_INTERVAL", "1s",
                                "HOSTPULSE_LABEL", "env=prod,role=web",
                                "HOSTPULSE_TOP_PROCESSES", "7",
                                "HOSTPULSE_JAVA_HOME", "/elsewhere"),
                        "--interval=2m");

        assertThat(config.bootstrapServers()).isEqualTo("env:9092");
        assertThat(config.interval()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.labels()).isEqualTo(Map.of("env", "prod", "role", "web"));
        assertThat(config.topProcesses()).isEqualTo(7);
    }

    @Test
    void allProblemsAreToldAtOnceWithOptionValueAndWhatIsAllowed() {
        assertThatThrownBy(
                        () ->
                                parse(
                                        Map.of(),
                                        "--bootstrap-servers=broker",
                                        "--interval=100ms",
                                        "--host-id=" + "x".repeat(300),
                                        "--label=novalue",
                                        "--topic=a/b",
                                        "--top-processes=many",
                                        "--kafka-config=/does/not/exist"))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("--bootstrap-servers: \"broker\" is not allowed")
                .hasMessageContaining("--interval: \"100ms\" is not allowed; give a time of 500ms")
                .hasMessageContaining("--host-id")
                .hasMessageContaining("--label: \"novalue\" is not allowed; give key=value")
                .hasMessageContaining("--topic: \"a/b\"")
                .hasMessageContaining("--top-processes: \"many\"")
                .hasMessageContaining("--kafka-config: \"/does/not/exist\"");
    }

    @Test
    void intervalsOutsideTheRangeOrWithoutUnitAreRefused() {
        for (String interval : new String[] {"0s", "499ms", "2h", "10", "ten", "-1s", ""}) {
            assertThatThrownBy(() -> parse(Map.of(), "--interval=" + interval))
                    .as(interval)
                    .hasMessageContaining("--interval");
        }
    }

    @Test
    void portsOutsideTheRangeAreRefused() {
        for (String servers : new String[] {"a:0", "a:65536", "a:123456", "a:1,,b:2", ":1"}) {
            assertThatThrownBy(() -> parse(Map.of(), "--bootstrap-servers=" + servers))
                    .as(servers)
                    .hasMessageContaining("--bootstrap-servers");
        }
    }

    @Test
    void aLabelGivenTwiceIsRefused() {
        assertThatThrownBy(() -> parse(Map.of(), "--label=a=1", "--label=a=2"))
                .hasMessageContaining("--label: \"a=2\"");
    }

    @Test
    void settingsThatDeliveryRestsOnAndUnknownOnesAreRefused() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("client.properties"),
                        "acks=0\nsecurity.protocl=SSL\nlinger.ms=5\n");

        assertThatThrownBy(() -> parse(Map.of(), "--kafka-config=" + file))
                .hasMessageContaining("acks is set by the agent")
                .hasMessageContaining("security.protocl is not a setting")
                .message()
                .doesNotContain("linger.ms");
    }

    @Test
    void aSettingWithABadValueIsRefusedAtTheStart() throws IOException {
        Path file = Files.writeString(directory.resolve("client.properties"), "linger.ms=soon\n");

        assertThatThrownBy(() -> parse(Map.of(), "--kafka-config=" + file))
                .hasMessageContaining("linger.ms");
    }

    private static AgentConfig parse(Map<String, String> environment, String... arguments)
            throws InvalidConfigException {
        return TestConfig.source(environment, arguments).read();
    }
}
