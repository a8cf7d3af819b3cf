package io.hostpulse.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.stack.command.LoadCommand;
import io.hostpulse.stack.command.RulesApplyCommand;
import io.hostpulse.stack.command.TopicsCreateCommand;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The programs themselves read what the files give them. */
class ProgramArgumentsTest {

    @TempDir private Path directory;

    @Test
    void theJobKnowsItsOptions() throws Exception {
        assertThat(jobArguments()).hasSize(12);
        for (List<String> arguments : jobArguments()) {
            assertThat(arguments).hasSizeGreaterThan(1);
            parseJobOptions(arguments);
        }
        List<String> wrong = new ArrayList<>(jobArguments().get(0));
        wrong.add("--kettle");
        assertThat(catchThrowable(() -> parseJobOptions(wrong))).hasMessageContaining("--kettle");
    }

    @Test
    void theCommandLineKnowsItsOptions() throws Exception {
        List<List<String>> commands = new ArrayList<>();
        for (String file : List.of(ComposeFiles.PLAIN, ComposeFiles.TLS)) {
            commands.add(
                    SourceFiles.strings(
                            ComposeFiles.services(file).get("simulator").get("command")));
        }
        for (JsonNode resource : KubernetesFiles.build("hosts-100")) {
            resource.findParents("command").stream()
                    .filter(it -> it.at("/command/0").asText().equals("hostpulse"))
                    .forEach(it -> commands.add(SourceFiles.strings(it.get("args"))));
        }
        commands.add(List.of("topics", "create", "--partitions", "4", "--replicas", "1"));
        assertThat(SourceFiles.read("deploy/docker/setup/kafka.sh"))
                .contains(
                        "hostpulse topics create --partitions",
                        "--replicas",
                        "rules apply --only-new");
        assertThat(commands).hasSize(4);
        commands.forEach(ProgramArgumentsTest::parseCommand);
        assertThat(catchThrowable(() -> parseCommand(List.of("topics", "create", "--kettle"))))
                .hasMessageContaining("--kettle");
    }

    @Test
    void theAgentKnowsItsSettings() throws Exception {
        Map<String, String> inKubernetes = new LinkedHashMap<>();
        KubernetesFiles.build("hosts-100").stream()
                .filter(it -> it.get("kind").asText().equals("DaemonSet"))
                .flatMap(it -> it.findValues("env").stream())
                .forEach(
                        it ->
                                it.forEach(
                                        variable ->
                                                inKubernetes.put(
                                                        variable.get("name").asText(),
                                                        variable.path("value").asText("node-1"))));
        Map<String, String> withTls =
                ComposeFiles.environment("agent", ComposeFiles.PLAIN, ComposeFiles.TLS);

        assertThat(inKubernetes).hasSize(4);
        for (Map<String, String> environment : List.of(inKubernetes, withTls)) {
            assertThat(check(environment))
                    .contains("publishes to topic hostpulse.samples")
                    .doesNotContain("is not a setting");
        }
        withTls.put("HOSTPULSE_KAFKA_PROPERTIES_KETTLE", "1");
        assertThat(check(withTls)).contains("HOSTPULSE_KAFKA_PROPERTIES_KETTLE: is not a setting");
    }

    private static List<List<String>> jobArguments() {
        List<List<String>> all = new ArrayList<>();
        for (String file : List.of(ComposeFiles.PLAIN, ComposeFiles.TLS)) {
            for (String pipeline : List.of("detect", "index", "notify")) {
                all.add(
                        ComposeFiles.jobCommand(file, pipeline).stream()
                                .dropWhile(it -> it.startsWith("-D"))
                                .toList());
            }
        }
        for (String overlay : KubernetesFiles.OVERLAYS) {
            KubernetesFiles.build(overlay).stream()
                    .filter(it -> it.get("kind").asText().equals("FlinkDeployment"))
                    .forEach(it -> all.add(SourceFiles.strings(it.at("/spec/job/args"))));
        }
        return all;
    }

    private static void parseJobOptions(List<String> arguments) throws Exception {
        URL[] jar = {SourceFiles.path("flink-job/target/hostpulse-job.jar").toUri().toURL()};
        try (URLClassLoader loader =
                new URLClassLoader(jar, ClassLoader.getPlatformClassLoader())) {
            Method parse =
                    loader.loadClass("io.hostpulse.job.JobConfig")
                            .getDeclaredMethod("parse", String[].class);
            parse.setAccessible(true);
            parse.invoke(null, (Object) arguments.toArray(String[]::new));
        } catch (InvocationTargetException e) {
            throw (Exception) e.getCause();
        }
    }

    /** Parses the options of a command without running it. */
    private static void parseCommand(List<String> words) {
        Object command =
                switch (words.get(0)) {
                    case "load" -> new LoadCommand();
                    case "topics" -> new TopicsCreateCommand();
                    case "rules" -> new RulesApplyCommand();
                    default -> throw new AssertionError(words);
                };
        int first = words.get(0).equals("load") ? 1 : 2;
        new CommandLine(command)
                .parseArgs(words.subList(first, words.size()).toArray(String[]::new));
    }

    /** What `collector-agent check` says where no Kafka is. */
    private String check(Map<String, String> environment) throws IOException, InterruptedException {
        Path certificates = Files.createDirectories(directory.resolve("certificates"));
        for (String name : List.of("ca.crt", "user.crt", "user.key")) {
            Files.writeString(certificates.resolve(name), "stands for a certificate");
        }
        Path kafka =
                Files.writeString(
                        directory.resolve("agent-tls.properties"),
                        SourceFiles.read("deploy/docker/kafka/agent-tls.properties")
                                .replace("/certificates", certificates.toString()));
        Path output = directory.resolve("output");
        ProcessBuilder agent =
                new ProcessBuilder(
                                java(),
                                "-jar",
                                SourceFiles.path("collector-agent/target/collector-agent.jar")
                                        .toString(),
                                "check")
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        agent.environment().putAll(environment);
        agent.environment()
                .replaceAll(
                        (name, value) ->
                                value.equals("/opt/hostpulse/kafka/agent-tls.properties")
                                        ? kafka.toString()
                                        : value);
        agent.environment().put("HOSTPULSE_BOOTSTRAP_SERVERS", "127.0.0.1:1");
        agent.environment().put("HOSTPULSE_STATE_DIR", directory.resolve("state").toString());
        int unused = agent.start().waitFor();
        return Files.readString(output);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin/java").toString();
    }
}
