package io.hostpulse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigProblemsTest {

    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("agent.yaml");
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
    void aFileThatContainsItselfIsRefused() throws IOException {
        write("groups: &all\n  cpu: *all\n");

        assertThat(problems(Map.of(), "--config=" + file))
                .anyMatch(line -> line.contains("nested too deeply"));
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

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    private static ConfigSource source(Map<String, String> environment, String... arguments) {
        return TestConfig.source(environment, arguments);
    }

    private static List<String> problems(Map<String, String> environment, String... arguments) {
        return catchThrowableOfType(
                        InvalidConfigException.class, () -> source(environment, arguments).read())
                .problems();
    }
}
