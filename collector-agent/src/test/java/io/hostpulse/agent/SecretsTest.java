package io.hostpulse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.agent.log.LogOutput;
import io.hostpulse.agent.log.LogSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Feeds secrets in every way there is, and looks for them in everything that comes out. */
class SecretsTest {

    private static final String JAAS =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"agent\""
                    + " password=\"%s\";";

    private final ByteArrayOutputStream everything = new ByteArrayOutputStream();
    private final PrintStream standardOutput = System.out;
    private final PrintStream standardError = System.err;

    @TempDir Path directory;

    @BeforeEach
    void catchOutput() {
        PrintStream all = new PrintStream(everything, true, StandardCharsets.UTF_8);
        System.setOut(all);
        System.setErr(all);
    }

    @AfterEach
    void giveOutputBack() {
        System.setOut(standardOutput);
        System.setErr(standardError);
    }

    @Test
    void aSecretInTheFileIsNeverPrinted() throws IOException {
        Path file =
                write("agent.yaml", config("'" + JAAS.formatted("secret-1a") + "'", "secret-1b"));

        assertThatNothingTells(Map.of(), List.of("--config=" + file), "secret-1a", "secret-1b");
    }

    @Test
    void aSecretFromAVariableAndFromAFileIsNeverPrinted() throws IOException {
        Path password = write("password", "secret-2b\n");
        Path file =
                write(
                        "agent.yaml",
                        config(
                                "'" + JAAS.formatted("${KAFKA_PASSWORD}") + "'",
                                "\"${file:" + password + "}\""));

        assertThatNothingTells(
                Map.of("KAFKA_PASSWORD", "secret-2a"),
                List.of("--config=" + file),
                "secret-2a",
                "secret-2b");
    }

    @Test
    void aSecretInASettingOfTheEnvironmentIsNeverPrinted() {
        assertThatNothingTells(
                Map.of(
                        "HOSTPULSE_KAFKA_PROPERTIES_SASL_JAAS_CONFIG", JAAS.formatted("secret-3a"),
                        "HOSTPULSE_KAFKA_PROPERTIES_SSL_TRUSTSTORE_PASSWORD", "secret-3b",
                        "HOSTPULSE_KAFKA_PROPERTIES_SECURITY_PROTOCOL", "SASL_PLAINTEXT",
                        "HOSTPULSE_KAFKA_PROPERTIES_SASL_MECHANISM", "PLAIN"),
                List.of(),
                "secret-3a",
                "secret-3b");
    }

    @Test
    void aSecretInAFlagIsNeverPrinted() {
        assertThatNothingTells(
                Map.of(),
                List.of(
                        "--set=kafka.properties.sasl.jaas.config=" + JAAS.formatted("secret-4a"),
                        "--set=kafka.properties.ssl.truststore.password=secret-4b",
                        "--set=kafka.properties.security.protocol=SASL_PLAINTEXT",
                        "--set=kafka.properties.sasl.mechanism=PLAIN"),
                "secret-4a",
                "secret-4b");
    }

    @Test
    void aSecretInAPropertiesFileIsNeverPrinted() throws IOException {
        Path file =
                write(
                        "client.properties",
                        "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\n"
                                + "ssl.truststore.password=secret-5b\nsasl.jaas.config="
                                + JAAS.formatted("secret-5a"));

        assertThatNothingTells(
                Map.of(), List.of("--kafka-config=" + file), "secret-5a", "secret-5b");
    }

    @Test
    void aSecretThatKafkaCannotUseIsNotInItsComplaint() throws IOException {
        Path file =
                write(
                        "agent.yaml",
                        config("org.example.Module required password=secret-6a", "secret-6b"));

        assertThatNothingTells(Map.of(), List.of("--config=" + file), "secret-6a", "secret-6b");
    }

    @Test
    void aSecretInTheWrongPlaceIsNotRepeated() throws IOException {
        Path file =
                write(
                        "agent.yaml",
                        """
                        kafka:
                          password: secret-7a
                          properties: {sasl.pasword: secret-7b, acks: secret-7c}
                        probes: ["http://me:secret-7d@host/", "ftp://host/?token=secret-7e"]
                        """);

        assertThatNothingTells(
                Map.of("HOSTPULSE_KAFKA_PROPERTIES_PASSWORD", "secret-7f"),
                List.of("--config=" + file, "--set=secret-7g", "--set=kafka.secret=secret-7h"),
                "secret-7");
        assertThatNothingTells(Map.of(), List.of("--kafka-password=secret-7i"), "secret-7");
    }

    @Test
    void aSecretIsInNoLogLineWhoeverWritesIt() throws Exception {
        TestConfig.source(
                        Map.of(),
                        "--set=kafka.properties.ssl.truststore.password=secret-8 with \"quotes\"")
                .read();
        for (String format : List.of("text", "json")) {
            LogOutput.configure(TestConfig.of("--log-format=" + format).log());
            LoggerFactory.getLogger("org.example.Library")
                    .error(
                            "value {}",
                            "secret-8 with \"quotes\"",
                            new IOException("secret-8 with \"quotes\""));
        }
        LogOutput.configure(LogSettings.DEFAULT);

        assertThat(output()).contains("value [hidden]").doesNotContain("secret-8");
    }

    @Test
    void namesInAJaasLineAreNoSecrets() throws Exception {
        TestConfig.source(
                        Map.of(),
                        "--set=kafka.properties.security.protocol=SASL_PLAINTEXT",
                        "--set=kafka.properties.sasl.mechanism=OAUTHBEARER",
                        "--set=kafka.properties.sasl.jaas.config=org.apache.kafka.common.security"
                                + ".oauthbearer.OAuthBearerLoginModule required clientId=\"client-9\""
                                + " scope=\"scope-9\" clientSecret=\"secret-9\";")
                .read();

        LoggerFactory.getLogger("org.example.Library").error("client-9 scope-9 secret-9");

        assertThat(output()).contains("client-9 scope-9 [hidden]");
    }

    private static String config(String jaas, String password) {
        return """
        kafka:
          bootstrap-servers: 127.0.0.1:1
          properties:
            security.protocol: SASL_PLAINTEXT
            sasl.mechanism: PLAIN
            sasl.jaas.config: %s
            ssl.truststore.password: %s
        """
                .formatted(jaas, password);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    /** By every command, when all is well and when something else is wrong. */
    private void assertThatNothingTells(
            Map<String, String> environment, List<String> arguments, String... secrets) {
        execute(environment, "check", arguments, "--log-level=trace", "--log-format=json");
        execute(environment, "check", arguments, "--interval=wrong");
        execute(environment, "once", arguments, "--log-level=trace", "--host-id=h");
        execute(environment, "run", arguments, "--topic=a/b");

        assertThat(output()).isNotEmpty().doesNotContain(secrets);
    }

    private void execute(
            Map<String, String> environment,
            String command,
            List<String> arguments,
            String... more) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(arguments);
        all.addAll(List.of(more));
        if (arguments.stream().noneMatch(argument -> argument.startsWith("--config"))) {
            all.add("--bootstrap-servers=127.0.0.1:1");
        }
        CommandLine commandLine =
                CollectorAgent.commandLine(environment, Duration.ofMillis(300))
                        .setOut(writer())
                        .setErr(writer());
        commandLine.execute(all.toArray(new String[0]));
    }

    private PrintWriter writer() {
        return new PrintWriter(everything, true, StandardCharsets.UTF_8);
    }

    private String output() {
        return everything.toString(StandardCharsets.UTF_8);
    }
}
