package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.hostpulse.stack.rule.AnnouncedJobs;
import io.hostpulse.stack.rule.JobRefusals;
import io.hostpulse.stack.rule.RuleTopic;
import io.hostpulse.wire.JobAnnouncement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands know of a running job and of its verdicts, with Kafka's address alone. */
class RuleVerdictsIT {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);

    private static final String JSON =
            """
            {"id":"load","name":"Load","severity":"warning",
             "when":{"metric":"system.load.1","window":"%s","aggregate":"avg","above":%s}}
            """;

    @TempDir private static Path directory;

    private static LocalStack stack;
    private static String kafka;
    private static RuleTopic topic;

    @TempDir private Path files;

    @BeforeAll
    static void startAJobWithItsOwnWindows() {
        stack = new LocalStack(StackConfig.onFreePorts(directory));
        kafka = stack.startKafka().address();
        stack.prepareTopics();
        stack.startFlink();
        stack.startJob(Optional.empty(), "--pipelines", "detect", "--windows", "1m,2m/1m");
        topic = RuleTopic.at(kafka);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @BeforeEach
    void deleteAll() {
        Map<String, Optional<String>> all = topic.readAll();
        all.replaceAll((id, json) -> Optional.empty());
        topic.write(all);
    }

    @Test
    void theJobSaysWhichWindowsItComputes() {
        assertThat(AnnouncedJobs.read(Map.of("bootstrap.servers", kafka)).jobs())
                .extracting(JobAnnouncement::groupId, JobAnnouncement::windows)
                .containsExactly(tuple("hostpulse", List.of("1m", "2m/1m")));
    }

    @Test
    void rulesAreHeldAgainstTheWindowsOfTheJob() throws Exception {
        String file = write(JSON.formatted("2m", "1")).toString();

        assertThat(rules("validate", file).lines()).containsExactly("ok  load  " + file);

        write(JSON.formatted("30s", "1"));
        String problem =
                file
                        + ":2: when.window: windows of 30s are not computed, only of 1m, 2m; see the job's option --windows";
        assertThat(rules("validate", file))
                .isEqualTo(new CommandRun(1, List.of(problem, "1 problem")));
        assertThat(rules("apply", file))
                .isEqualTo(
                        new CommandRun(1, List.of(problem, "1 problem", "Nothing was changed.")));
    }

    @Test
    void theListMarksWhatCannotHoldUntilItIsMended() {
        topic.write(
                Map.of(
                        "load", Optional.of(JSON.formatted("1m", "\"much\"")),
                        "wide",
                                Optional.of(
                                        JSON.formatted("30s", "1").replace("load\"", "wide\""))));

        assertThat(rules("list").lines())
                .anyMatch(line -> line.matches("wide +refused +.*"))
                .anyMatch(line -> line.startsWith("wide is refused: when.window: "))
                .anyMatch(line -> line.startsWith("load is refused: when.above: "));
        assertThat(rules("list", "--json").output())
                .contains("\"refused\":\"when.window: windows of 30s are not computed");

        topic.write(
                Map.of("load", Optional.of(JSON.formatted("1m", "1")), "wide", Optional.empty()));

        assertThat(rules("list").lines())
                .anyMatch(line -> line.matches("load +warning +.*"))
                .noneMatch(line -> line.startsWith("load is refused"))
                .noneMatch(line -> line.contains("wide"));
    }

    @Test
    void theVerdictOfTheJobIsFoundAmongItsDeadLetters() {
        topic.write(Map.of("load", Optional.of(JSON.formatted("30s", "1"))));

        await().atMost(LONGEST_WAIT)
                .untilAsserted(
                        () ->
                                assertThat(refusals())
                                        .containsExactly(
                                                entry(
                                                        "load",
                                                        "when.window: windows of 30s are not computed, only of 1m, 2m; see the job's option --windows")));

        topic.write(Map.of("load", Optional.of(JSON.formatted("1m", "1"))));

        assertThat(refusals()).isEmpty();
    }

    private static Map<String, String> refusals() {
        return JobRefusals.read(Map.of("bootstrap.servers", kafka), topic.readEntries());
    }

    private static CommandRun rules(String... arguments) {
        List<String> all = new ArrayList<>(List.of("rules"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--bootstrap-servers", kafka));
        return CommandRun.of(all.toArray(String[]::new));
    }

    /** JSON is YAML. */
    private Path write(String rule) throws IOException {
        return Files.writeString(files.resolve("rules.yaml"), rule);
    }
}
