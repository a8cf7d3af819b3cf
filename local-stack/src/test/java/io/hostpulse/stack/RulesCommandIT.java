package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hostpulse.stack.rule.RuleTopic;
import io.hostpulse.stack.server.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about rules, against a real broker. */
class RulesCommandIT {

    private static final String LOAD =
            """
            id: load
            name: Load
            severity: warning
            when: {metric: system.load.1, above: 4}
            """;

    @TempDir private static Path directory;

    private static LocalStack stack;
    private static String kafka;
    private static RuleTopic topic;

    @TempDir private Path files;

    @BeforeAll
    static void startKafka() {
        stack = new LocalStack(StackConfig.onFreePorts(directory));
        kafka = stack.startKafka().address();
        stack.prepareTopics();
        topic = RuleTopic.at(kafka);
    }

    @AfterAll
    static void stop() {
        stack.close();
        System.clearProperty(DataDirectory.PROPERTY);
    }

    @BeforeEach
    void deleteAll() {
        Map<String, Optional<String>> all = topic.readAll();
        all.replaceAll((id, json) -> Optional.empty());
        topic.write(all);
    }

    @Test
    void whatIsAppliedIsInTheTopicAndSaidToBeNewChangedOrTheSame() throws Exception {
        Path file = write("load.yaml", LOAD + "---\n" + LOAD.replace("id: load", "id: other"));

        assertThat(CommandRun.of("rules", "apply", file.toString(), "--bootstrap-servers", kafka))
                .isEqualTo(
                        new CommandRun(
                                0,
                                List.of(
                                        "added      load",
                                        "added      other",
                                        "2 added, 0 changed, 0 unchanged")));

        write(
                "load.yaml",
                LOAD + "---\n" + LOAD.replace("id: load", "id: other").replace("4", "5"));
        assertThat(
                        CommandRun.of(
                                        "rules",
                                        "apply",
                                        file.toString(),
                                        "--bootstrap-servers",
                                        kafka)
                                .lines())
                .containsExactly(
                        "unchanged  load", "changed    other", "0 added, 1 changed, 1 unchanged");
        assertThat(json(topic.readAll().get("other").orElseThrow()).at("/when/above").intValue())
                .isEqualTo(5);
    }

    @Test
    void oneBadRuleRefusesAllOfThem() throws Exception {
        Path file = write("load.yaml", LOAD);
        CommandRun.of("rules", "apply", file.toString(), "--bootstrap-servers", kafka);
        Map<String, Optional<String>> before = topic.readAll();
        write("load.yaml", LOAD.replace("4", "5"));
        write(
                "bad.yaml",
                LOAD.replace("id: load", "id: bad")
                        .replace("load.1", "loud.1")
                        .replace("warning", "much"));

        CommandRun run =
                CommandRun.of("rules", "apply", files.toString(), "--bootstrap-servers", kafka);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lines())
                .containsExactly(
                        files.resolve("bad.yaml")
                                + ":3: severity: 'much' is none of info, warning, critical",
                        files.resolve("bad.yaml")
                                + ":4: when.metric: 'system.loud.1' is not in the catalogue of metrics; did you mean system.load.1?",
                        "2 problems",
                        "Nothing was changed.");
        assertThat(topic.readAll()).isEqualTo(before);
    }

    @Test
    void theListShowsRulesInWordsOrAsJson() throws Exception {
        Path file = write("load.yaml", LOAD);
        CommandRun.of("rules", "apply", file.toString(), "--bootstrap-servers", kafka);
        topic.write(Map.of("stranger", Optional.of("no rule")));

        assertThat(CommandRun.of("rules", "list", "--bootstrap-servers", kafka).lines())
                .satisfiesExactly(
                        it -> assertThat(it).startsWith("RULE"),
                        it -> assertThat(it).matches("load +warning +system.load.1 > 4 +- +all"),
                        it -> assertThat(it).startsWith("stranger is refused: not JSON"));

        topic.write(Map.of("stranger", Optional.empty()));
        JsonNode list =
                json(
                        String.join(
                                "",
                                CommandRun.of(
                                                "rules",
                                                "list",
                                                "--json",
                                                "--bootstrap-servers",
                                                kafka)
                                        .lines()));
        assertThat(list).hasSize(1);
        assertThat(list.at("/0/id").asText()).isEqualTo("load");
    }

    @Test
    void deletingNamesWhatIsUnknownAndThenDeletesNothing() throws Exception {
        Path file = write("load.yaml", LOAD);
        CommandRun.of("rules", "apply", file.toString(), "--bootstrap-servers", kafka);

        CommandRun wrong =
                CommandRun.of("rules", "delete", "load", "lod", "--bootstrap-servers", kafka);
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.lines())
                .containsExactly(
                        "error: Nothing was deleted: there is no 'lod', did you mean load?");
        assertThat(topic.readAll().get("load")).isPresent();

        assertThat(CommandRun.of("rules", "delete", "load", "--bootstrap-servers", kafka))
                .isEqualTo(new CommandRun(0, List.of("deleted  load")));
        assertThat(topic.readAll().get("load")).isEmpty();
    }

    @Test
    void stockRulesArePublishedOnceAndStayDeleted() {
        List<String> published = stack.publishStockRules();
        assertThat(topic.readAll().keySet()).containsAll(published);

        CommandRun.of("rules", "delete", "cpu-usage", "--bootstrap-servers", kafka);

        assertThat(stack.publishStockRules()).isEmpty();
        assertThat(topic.readAll().get("cpu-usage")).isEmpty();
    }

    @Test
    void maintenanceIsAddedListedAndEnded() throws Exception {
        CommandRun.of(
                "rules",
                "apply",
                write("load.yaml", LOAD).toString(),
                "--bootstrap-servers",
                kafka);

        CommandRun wrong =
                maintenance(
                        "add", "--host", "db-*", "--for", "2h", "--comment", "c", "--rule", "lod");
        assertThat(wrong.lines())
                .containsExactly("error: there is no rule 'lod', did you mean load?");
        CommandRun added =
                maintenance(
                        "add",
                        "--host",
                        "db-*",
                        "--for",
                        "2h",
                        "--comment",
                        "new disks",
                        "--rule",
                        "load",
                        "--id",
                        "disks");
        assertThat(added.exitCode()).isZero();
        assertThat(maintenance("list").lines())
                .anySatisfy(
                        it -> assertThat(it).matches("disks +running .* db-\\* +load +new disks"));

        assertThat(maintenance("end", "load").lines().get(0)).contains("there is no 'load'");
        assertThat(maintenance("end", "disks").lines()).containsExactly("ended  disks");
        assertThat(topic.readAll().get("disks")).isEmpty();
    }

    @Test
    void maintenanceDoesNotTakeThePlaceOfARule() throws Exception {
        CommandRun.of(
                "rules",
                "apply",
                write("load.yaml", LOAD).toString(),
                "--bootstrap-servers",
                kafka);
        Path file =
                write(
                        "other.yaml",
                        "maintenance: load\nfrom: 2026-01-01T00:00:00Z\nto: 2026-01-02T00:00:00Z\n");

        CommandRun run =
                CommandRun.of("rules", "apply", file.toString(), "--bootstrap-servers", kafka);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lines())
                .containsExactly(
                        "error: "
                                + file
                                + ":1: 'load' is the id of a rule; take another, or delete that first.");
    }

    @Test
    void settingsOfKafkasClientsComeFromAFile() throws Exception {
        Path config = write("kafka.properties", "bootstrap.servers=" + kafka + "\nclient.id=me\n");

        assertThat(CommandRun.of("rules", "list", "--kafka-config", config.toString()).exitCode())
                .isZero();
        assertThat(CommandRun.of("rules", "list", "--kafka-config", files + "/none").lines())
                .singleElement()
                .asString()
                .startsWith("error: --kafka-config " + files + "/none cannot be read");
    }

    @Test
    void aKafkaThatDoesNotAnswerIsAnErrorThatSaysWhere() {
        String nobody = "127.0.0.1:" + Ports.findFree(1).get(0);

        CommandRun run = CommandRun.of("rules", "list", "--bootstrap-servers", nobody);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lines())
                .singleElement()
                .asString()
                .startsWith("error: Kafka at " + nobody + " cannot be used: ");
    }

    private static CommandRun maintenance(String... arguments) {
        List<String> all = new ArrayList<>(List.of("maintenance"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--bootstrap-servers", kafka));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(files.resolve(name), text);
    }
}
