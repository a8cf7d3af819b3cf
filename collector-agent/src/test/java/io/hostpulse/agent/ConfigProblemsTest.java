package io.hostpulse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

        assertThat(problems).doesNotHaveDuplicates().hasSize(21);
        assertThat(problems)
                .contains(
                        file + ":15: interval: was given before, at " + file + ":1: interval",
                        file
                                + ":4: kafka.bootstrap-servers[0]: \"one\" is not allowed;"
                                + " give host:port, several with commas between",
                        file + ":5: kafka.properties.acks is set by the agent; remove it",
                        file
                                + ":5: kafka.properties.security.protocl is not a setting of"
                                + " Kafka's producer; did you mean security.protocol?",
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
                .anyMatch(line -> line.startsWith("HOSTPULSE_HOME: is not a setting; "))
                .noneMatch(line -> line.contains("user:pass"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HOSTPULSE_INTERVALL | did you mean HOSTPULSE_INTERVAL?",
                "HOSTPULSE_BOOTSTRAP_SERVER | did you mean HOSTPULSE_BOOTSTRAP_SERVERS?",
                "HOSTPULSE_KAFKA_BOOTSTRAP_SERVER | did you mean HOSTPULSE_KAFKA_BOOTSTRAP_SERVERS?",
                "HOSTPULSE_STATEDIR | did you mean HOSTPULSE_STATE_DIR?",
                "HOSTPULSE_LABELS | did you mean HOSTPULSE_LABEL=key=value?",
                "HOSTPULSE_HOST_LABELS | did you mean HOSTPULSE_LABEL=key=value?",
                "HOSTPULSE_HOST_LABELS_ENV | did you mean HOSTPULSE_LABEL=env=value?",
                "HOSTPULSE_GROUPS_CPUS_ENABLED | did you mean HOSTPULSE_GROUPS_CPU_ENABLED?",
                "HOSTPULSE_KAFKA_PROPERTIES_SECURITY_PROTOCOLL"
                        + " | did you mean HOSTPULSE_KAFKA_PROPERTIES_SECURITY_PROTOCOL?",
                "HOSTPULSE_JAVA_OPT | variables are named as keys are, such as"
                        + " HOSTPULSE_SPOOL_MAX_SIZE for spool.max-size",
                "HOSTPULSE_ | variables are named as keys are, such as"
                        + " HOSTPULSE_SPOOL_MAX_SIZE for spool.max-size"
            })
    void aVariableThatIsNoSettingIsRefusedAndTheNearestIsNamed(String variable, String advice) {
        assertThat(problems(Map.of(variable, "hunter2")))
                .containsExactly(variable + ": is not a setting; " + advice);
    }

    @Test
    void variablesThatAreNotTheAgentsAreLeftAlone() throws Exception {
        write("host: {name: \"${HOSTPULSE_RACK} ${HOSTPULSE_UNIT}\"}\n");

        AgentConfig config =
                source(
                                Map.of(
                                        "HOSTPULSE_RACK", "r1",
                                        "HOSTPULSE_UNIT", "u2",
                                        "HOSTPULSE_KAFKA_SERVICE_HOST", "10.0.0.1",
                                        "HOSTPULSE_KAFKA_SERVICE_PORT_PLAIN", "9092",
                                        "HOSTPULSE_KAFKA_PORT_9092_TCP_ADDR", "10.0.0.1",
                                        "HOSTPULSE_KAFKA_PORT", "tcp://10.0.0.1:9092",
                                        "HOSTPULSE_SERVICE_HOST", "10.0.0.2",
                                        "HOSTPULSE_PORT_80_TCP", "tcp://10.0.0.2:80",
                                        "MY_HOSTPULSE_INTERVAL", "1s",
                                        "HOSTPULSES", "x"),
                                "--config=" + file)
                        .read();

        assertThat(config.hostName()).hasValue("r1 u2");
        assertThat(problems(Map.of("HOSTPULSE_KAFKA_PORT", "9092"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'labels: {env: prod}' | :1: labels.env: is not a setting; it belongs at host.labels.env",
                "'kafka: {labels: {a.b: c}}' | :1: kafka.labels.a.b: is not a setting; it belongs at host.labels.a.b",
                "'host: {lables: {env: x}}' | :1: host.lables.env: is not a setting; did you mean host.labels.env?",
                "'bootstrap-servers: k:9092' | :1: bootstrap-servers: is not a setting; it belongs at kafka.bootstrap-servers",
                "'INTERVAL: 3s' | :1: INTERVAL: is not a setting; did you mean interval?",
                "'host: {topic: x}' | :1: host.topic: is not a setting; it belongs at kafka.topic",
                "'kafka: {interval: 1s}' | :1: kafka.interval: is not a setting; it belongs at interval",
                "'cpu: {enabled: false}' | :1: cpu.enabled: is not a setting; it belongs at groups.cpu.enabled",
                "'processes: {top: 3}' | :1: processes.top: is not a setting; it belongs at groups.processes.top",
                "'kafka: {security.protocol: SSL}' | :1: kafka.security.protocol: is not a setting; it belongs at kafka.properties.security.protocol",
                "'max-size: 1GiB' | :1: max-size: is not a setting; it belongs at spool.max-size",
                "'name: x' | :1: name: is not a setting; it belongs at host.name",
                "'host: {labels: prod}' | :1: host.labels: has no value of its own; give names with values below it",
                "'kafka: {properties: SSL}' | :1: kafka.properties: has no value of its own; give names with values below it",
                "'log: debug' | :1: log: is a section; there are format, level"
            })
    void aKeyAtTheWrongPlaceIsToldItsOwn(String yaml, String problem) throws IOException {
        write(yaml + "\n");

        assertThat(problems(Map.of(), "--config=" + file)).containsExactly(file + problem);
    }

    @Test
    void mistakesOfFileEnvironmentAndSettingsAreToldTogether() throws IOException {
        write("intervall: 1s\nlabels: {a: b, c: d}\n");

        assertThat(
                        problems(
                                Map.of("HOSTPULSE_TOPICS", "x", "HOSTPULSE_INTERVAL", "fast"),
                                "--config=" + file,
                                "--set=spool.enable=false",
                                "--set=kafka.topic=a",
                                "--set=kafka.topic=b"))
                .containsExactlyInAnyOrder(
                        "--set kafka.topic: was given before; give every key once",
                        "HOSTPULSE_INTERVAL: \"fast\" is not allowed; give a time of 500ms to 1h,"
                                + " such as 10s",
                        "--set spool.enable: is not a setting; did you mean spool.enabled?",
                        "HOSTPULSE_TOPICS: is not a setting; did you mean HOSTPULSE_TOPIC?",
                        file + ":1: intervall: is not a setting; did you mean interval?",
                        file + ":2: labels.a: is not a setting; it belongs at host.labels.a",
                        file + ":2: labels.c: is not a setting; it belongs at host.labels.c");
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
    void aByteThatIsNoUtf8DoesNotHideWhatElseIsWrong() throws IOException {
        Files.write(
                file,
                """
                # caf\351
                host: {name: caf\351}
                INTERVAL: 3s\007
                """
                        .getBytes(StandardCharsets.ISO_8859_1));

        assertThat(problems(Map.of("HOSTPULSE_INTERVAL", "fast"), "--config=" + file))
                .containsExactlyInAnyOrder(
                        file + ":1:6: the byte 0xE9 is not UTF-8; save the file in UTF-8",
                        file + ":2:17: the byte 0xE9 is not UTF-8; save the file in UTF-8",
                        file + ":3:13: the character U+0007 is not allowed; leave it out",
                        file + ":3: INTERVAL: is not a setting; did you mean interval?",
                        "HOSTPULSE_INTERVAL: \"fast\" is not allowed; give a time of 500ms to 1h,"
                                + " such as 10s");
    }

    @Test
    void aFileThatCannotBeReadDoesNotHideMistakesElsewhere() throws IOException {
        write("interval: 10s\n  kafka: x\n");

        assertThat(
                        problems(
                                Map.of("HOSTPULSE_TOPICS", "x", "HOSTPULSE_INTERVAL", "fast"),
                                "--config=" + file))
                .hasSize(3)
                .anyMatch(line -> line.startsWith(file + ":2:8: is not YAML: "))
                .anyMatch(line -> line.startsWith("HOSTPULSE_TOPICS: is not a setting"))
                .anyMatch(line -> line.startsWith("HOSTPULSE_INTERVAL: \"fast\" is not allowed"));
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
