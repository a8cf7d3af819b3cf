package io.hostpulse.stack;

import static io.hostpulse.stack.RulesKafka.LOAD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hostpulse.stack.rule.RuleTopic;
import io.hostpulse.stack.server.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @TempDir private static Path directory;

    private static RulesKafka broker;
    private static String kafka;
    private static RuleTopic topic;

    @TempDir private Path files;

    @BeforeAll
    static void startKafka() throws Exception {
        broker = new RulesKafka(directory);
        kafka = broker.address();
        topic = broker.topic();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void deleteAll() {
        broker.deleteAll();
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
    void windowsOfNoJobAreRefusedAndOfSomeJobsWarnedOf() throws Exception {
        broker.announce("trial", "1m", "2m");
        try {
            String file =
                    write(
                                    "load.yaml",
                                    LOAD.replace(
                                            "above: 4", "above: 4, window: 2m, aggregate: avg"))
                            .toString();

            CommandRun run = CommandRun.of("rules", "apply", file, "--bootstrap-servers", kafka);

            assertThat(run.exitCode()).isZero();
            assertThat(run.lines())
                    .containsExactly(
                            file
                                    + ":4: warning: when.window: the job hostpulse, started at 2026-01-01T00:00:00Z, will refuse it: windows of 2m are not computed, only of 30s, 1m, 5m, 1h; see the job's option --windows",
                            "added      load",
                            "1 added, 0 changed, 0 unchanged");
            write("load.yaml", LOAD.replace("above: 4", "above: 4, window: 3m, aggregate: avg"));
            assertThat(CommandRun.of("rules", "validate", file, "--bootstrap-servers", kafka))
                    .isEqualTo(
                            new CommandRun(
                                    1,
                                    List.of(
                                            file
                                                    + ":4: when.window: windows of 3m are not computed, only of 30s, 1m, 2m, 5m, 1h; see the job's option --windows",
                                            "1 problem")));
        } finally {
            broker.withdraw("trial");
        }
    }

    @Test
    void withoutKafkaWindowsAreHeldAgainstTheDefaultOrWhatIsGiven() throws Exception {
        String file =
                write("load.yaml", LOAD.replace("above: 4", "above: 4, window: 2m, aggregate: avg"))
                        .toString();
        String data = System.getProperty(DataDirectory.PROPERTY);
        System.setProperty(DataDirectory.PROPERTY, files.resolve("none").toString());
        try {
            assertThat(CommandRun.of("rules", "validate", file).lines())
                    .containsExactly(
                            "No job is known: windows are held against the job's default ones, 30s, 1m, 5m, 1h.",
                            file
                                    + ":4: when.window: windows of 2m are not computed, only of 30s, 1m, 5m, 1h; see the job's option --windows",
                            "1 problem");
            assertThat(CommandRun.of("rules", "validate", file, "--windows", "1m,2m/1m"))
                    .isEqualTo(new CommandRun(0, List.of("ok  load  " + file)));
        } finally {
            if (data == null) {
                System.clearProperty(DataDirectory.PROPERTY);
            } else {
                System.setProperty(DataDirectory.PROPERTY, data);
            }
        }
    }

    @Test
    void maintenanceOfARuleThatDoesNotExistIsAWarning() throws Exception {
        CommandRun.of(
                "rules",
                "apply",
                write("load.yaml", LOAD).toString(),
                "--bootstrap-servers",
                kafka);
        String file =
                write(
                                "later.yaml",
                                """
                                maintenance: later
                                rules: [load, lod]
                                from: 2026-01-01T00:00:00Z
                                to: 2026-01-02T00:00:00Z
                                """)
                        .toString();

        assertThat(CommandRun.of("rules", "apply", file, "--bootstrap-servers", kafka))
                .isEqualTo(
                        new CommandRun(
                                0,
                                List.of(
                                        file
                                                + ":2: warning: rules[1]: there is no rule 'lod', did you mean load?",
                                        "added      later",
                                        "1 added, 0 changed, 0 unchanged")));

        write(
                "later.yaml",
                Files.readString(Path.of(file))
                        + "comment: 7\nhosts: some\n---\n"
                        + LOAD.replace("id: load", "id: lod").replace("warning", "much"));
        assertThat(CommandRun.of("rules", "apply", file, "--bootstrap-servers", kafka).lines())
                .noneMatch(line -> line.contains("there is no rule"));
        write(
                "later.yaml",
                Files.readString(Path.of(file))
                        .replace("comment: 7\nhosts: some\n", "")
                        .replace("id: lod", "id: other"));
        assertThat(CommandRun.of("rules", "apply", file, "--bootstrap-servers", kafka).lines())
                .anyMatch(line -> line.contains("warning: rules[1]: there is no rule 'lod'"))
                .anyMatch(line -> line.contains("1 problem"));
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
                        it -> assertThat(it).matches("stranger +refused +- +- +-"),
                        it ->
                                assertThat(it)
                                        .startsWith("stranger is refused: not JSON")
                                        .endsWith(
                                                "If the job took a version before, that stays in force"));

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
        assertThat(list).hasSize(2);
        assertThat(list.at("/0/id").asText()).isEqualTo("load");
        assertThat(list.at("/0").has("refused")).isFalse();
        assertThat(list.at("/1/id").asText()).isEqualTo("stranger");
        assertThat(list.at("/1/refused").asText()).startsWith("not JSON");
    }

    @Test
    void theListSaysWhatStaysInForceOfARuleThatIsRefused() throws Exception {
        Path file = write("load.yaml", LOAD);
        CommandRun.of("rules", "apply", file.toString(), "--bootstrap-servers", kafka);
        String good = topic.readAll().get("load").orElseThrow();
        topic.write(Map.of("load", Optional.of(good.replace("4", "\"much\""))));

        assertThat(CommandRun.of("rules", "list", "--bootstrap-servers", kafka).lines())
                .satisfiesExactly(
                        it -> assertThat(it).startsWith("RULE"),
                        it -> assertThat(it).matches("load +refused +- +- +-"),
                        it ->
                                assertThat(it)
                                        .startsWith("load is refused: when.above")
                                        .endsWith(
                                                "The version before stays in force: system.load.1 > 4"));
        JsonNode list =
                json(
                        CommandRun.of("rules", "list", "--json", "--bootstrap-servers", kafka)
                                .output());
        assertThat(list.at("/0/refused").asText()).startsWith("when.above");
        assertThat(list.at("/0/in_force")).isEqualTo(json(good));
    }

    @Test
    void theListSaysThatTheJobGoesByTheIdAndNotTheKey() throws Exception {
        Path file = write("load.yaml", LOAD);
        CommandRun.of("rules", "apply", file.toString(), "--bootstrap-servers", kafka);
        String good = topic.readAll().get("load").orElseThrow();
        topic.write(Map.of("j3", Optional.of(good), "load", Optional.empty()));

        assertThat(CommandRun.of("rules", "list", "--bootstrap-servers", kafka).lines())
                .last()
                .asString()
                .startsWith("the record j3 holds 'load': the job takes it as 'load'");
        JsonNode list =
                json(
                        CommandRun.of("rules", "list", "--json", "--bootstrap-servers", kafka)
                                .output());
        assertThat(list.at("/0/key").asText()).isEqualTo("j3");
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
        List<String> published = broker.publishStockRules();
        assertThat(topic.readAll().keySet()).containsAll(published);

        CommandRun.of("rules", "delete", "cpu-usage", "--bootstrap-servers", kafka);

        assertThat(broker.publishStockRules()).isEmpty();
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
                        "add",
                        "--host",
                        "db-*",
                        "--for",
                        "2h",
                        "--comment",
                        "c",
                        "--rule",
                        "lod",
                        "--id",
                        "early");
        assertThat(wrong.lines())
                .satisfiesExactly(
                        it ->
                                assertThat(it)
                                        .isEqualTo(
                                                "warning: --rule: there is no rule 'lod', did you mean load?"),
                        it -> assertThat(it).startsWith("added  early"));
        maintenance("end", "early");
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
        return broker.run("maintenance", arguments);
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(files.resolve(name), text);
    }
}
