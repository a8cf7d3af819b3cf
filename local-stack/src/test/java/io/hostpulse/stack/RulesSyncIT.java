package io.hostpulse.stack;

import static io.hostpulse.stack.RulesKafka.LOAD;
import static java.nio.charset.StandardCharsets.UTF_8;
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

/** Rules of a folder in git that are compared with those of a real broker, and synchronized. */
class RulesSyncIT {

    @TempDir private static Path directory;

    private static RulesKafka kafka;

    @TempDir private Path folder;

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = new RulesKafka(directory);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @BeforeEach
    void deleteAllAndMakeARepository() throws Exception {
        kafka.deleteAll();
        git("init", "--quiet");
    }

    @Test
    void theFolderIsComparedAndThenMadeToHold() throws Exception {
        write("load.yaml", LOAD);
        write("other.yaml", LOAD.replace("id: load", "id: other"));
        String commit = commit();

        assertThat(rules("diff", folder.toString()))
                .isEqualTo(
                        new CommandRun(
                                1,
                                List.of(
                                        "added      load",
                                        "added      other",
                                        "2 added, 0 changed, 0 removed, 0 unchanged")));
        assertThat(kafka.topic().readAll().values()).allMatch(Optional::isEmpty);

        assertThat(rules("sync", folder.toString()))
                .isEqualTo(
                        new CommandRun(
                                0,
                                List.of(
                                        "added      load",
                                        "added      other",
                                        "2 added, 0 changed, 0 removed, 0 unchanged; commit "
                                                + commit.substring(0, 10))));
        assertThat(rules("diff", folder.toString(), "--prune"))
                .isEqualTo(
                        new CommandRun(0, List.of("0 added, 0 changed, 0 removed, 2 unchanged")));
        assertThat(rules("list").lines().get(1)).matches("load .* all +" + commit.substring(0, 10));
        JsonNode list = json(rules("list", "--json").output());
        assertThat(list.at("/0/commit").asText()).isEqualTo(commit);
    }

    @Test
    void whatIsTheSameIsNotWrittenAgainAndKeepsItsCommit() throws Exception {
        write("load.yaml", LOAD);
        write("other.yaml", LOAD.replace("id: load", "id: other"));
        String first = commit();
        rules("sync", folder.toString());
        Map<String, RuleTopic.Entry> before = kafka.topic().readEntries();
        write("other.yaml", LOAD.replace("id: load", "id: other").replace("4", "5"));
        String second = commit();
        write("other.yaml", LOAD.replace("id: load", "id: other").replace("4", "6"));

        assertThat(rules("sync", folder.toString()).lines())
                .containsExactly(
                        "changed    other",
                        "           when.above: 4 -> 6",
                        "0 added, 1 changed, 0 removed, 1 unchanged; commit "
                                + second.substring(0, 10)
                                + "-dirty");
        Map<String, RuleTopic.Entry> after = kafka.topic().readEntries();
        assertThat(after.get("load")).isEqualTo(before.get("load"));
        assertThat(after.get("load").commit().orElseThrow()).hasToString(first);
        assertThat(after.get("other").commit().orElseThrow()).hasToString(second + "-dirty");
    }

    @Test
    void pruningRemovesRulesWhoeverWroteThemAndNoMaintenance() throws Exception {
        write("load.yaml", LOAD);
        write("old.yaml", LOAD.replace("id: load", "id: old"));
        String commit = commit();
        rules("sync", folder.toString());
        Files.delete(folder.resolve("old.yaml"));
        Path byHand =
                Files.writeString(
                        directory.resolve("by-hand.yaml"), LOAD.replace("id: load", "id: by-hand"));
        rules("apply", byHand.toString());
        CommandRun.of(
                "maintenance add --host db-* --for 2h --comment disks --id disks --bootstrap-servers "
                        .concat(kafka.address())
                        .split(" "));
        Map<String, Optional<String>> before = kafka.topic().readAll();

        assertThat(rules("sync", folder.toString()).lines())
                .containsExactly(
                        "0 added, 0 changed, 0 removed, 1 unchanged, 2 in no file, which --prune removes");
        List<String> told =
                List.of(
                        "--prune removes rules of no commit too, here 1: they came by `rules apply`, as stock rules, or from a folder without git.",
                        "removed    by-hand  (of no commit)",
                        "removed    old  (of commit " + commit.substring(0, 10) + ")");
        CommandRun dry = rules("sync", folder.toString(), "--prune", "--dry-run");
        assertThat(dry.exitCode()).isZero();
        assertThat(dry.lines()).containsAll(told).last().asString().contains("dry run");
        CommandRun compared = rules("diff", folder.toString(), "--prune");
        assertThat(compared.exitCode()).isEqualTo(1);
        assertThat(compared.lines()).containsAll(told);
        assertThat(kafka.topic().readAll()).isEqualTo(before);

        assertThat(rules("sync", folder.toString(), "--prune").lines()).containsAll(told);
        assertThat(kafka.topic().readAll())
                .containsEntry("old", Optional.empty())
                .containsEntry("by-hand", Optional.empty())
                .containsEntry("load", before.get("load"))
                .containsEntry("disks", before.get("disks"));
    }

    @Test
    void allThatIsWrongIsSaidAndNothingIsWritten() throws Exception {
        write("a.yaml", LOAD);
        write("b.yaml", LOAD + "---\n" + LOAD.replace("id: load", "id: bad").replace("4", "much"));
        List<String> told =
                List.of(
                        folder.resolve("b.yaml")
                                + ":1: id: 'load' is taken, by "
                                + folder.resolve("a.yaml")
                                + ":1",
                        folder.resolve("b.yaml")
                                + ":9: when.above: \"much\" is not a number; write one such as 0.9",
                        "2 problems");

        CommandRun compared = rules("diff", folder.toString());
        assertThat(compared.exitCode()).isEqualTo(2);
        assertThat(compared.lines()).isEqualTo(told);
        CommandRun synced = rules("sync", folder.toString(), "--prune");
        assertThat(synced.exitCode()).isEqualTo(1);
        assertThat(synced.lines()).containsAll(told).endsWith("Nothing was written.");
        assertThat(kafka.topic().readAll().values()).allMatch(Optional::isEmpty);
    }

    @Test
    void programsAreToldWhatIsDifferentAndWhetherItWasWritten() throws Exception {
        write("load.yaml", LOAD);
        String commit = commit();

        JsonNode compared = json(rules("diff", folder.toString(), "--json").output());
        assertThat(compared.at("/same").booleanValue()).isFalse();
        assertThat(compared.at("/added/0/id").asText()).isEqualTo("load");
        JsonNode dry = json(rules("sync", folder.toString(), "--json", "--dry-run").output());
        assertThat(dry.at("/written").asBoolean(true)).isFalse();
        JsonNode synced = json(rules("sync", folder.toString(), "--json").output());
        assertThat(synced.at("/written").booleanValue()).isTrue();
        assertThat(synced.at("/commit").asText()).isEqualTo(commit);
    }

    @Test
    void aFolderWithoutACommitIsSynchronizedAndSaysSo() throws Exception {
        write("load.yaml", LOAD);

        CommandRun run = rules("sync", folder.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.lines())
                .contains(
                        "The rules are noted without a commit: "
                                + folder
                                + " has no commit: the repository has no commit yet",
                        "added      load");
        assertThat(kafka.topic().readEntries().get("load").commit()).isEmpty();
    }

    @Test
    void aKafkaThatDoesNotAnswerIsNoDifference() throws Exception {
        write("load.yaml", LOAD);
        String nobody = "127.0.0.1:" + Ports.findFree(1).get(0);

        CommandRun run =
                CommandRun.of("rules", "diff", folder.toString(), "--bootstrap-servers", nobody);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.lines())
                .singleElement()
                .asString()
                .startsWith("error: Kafka at " + nobody + " cannot be used: ");
    }

    private static CommandRun rules(String... arguments) {
        return kafka.run("rules", arguments);
    }

    /** The hash of a commit of all that is in the folder. */
    private String commit() throws Exception {
        git("add", ".");
        git("-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-qm", "Rules");
        return git("rev-parse", "HEAD");
    }

    private String git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}
