package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetPlan;
import io.hostpulse.simulator.ScenarioMix;
import io.hostpulse.simulator.publish.BrokerUnavailableException;
import io.hostpulse.simulator.publish.FleetPublisher;
import io.hostpulse.simulator.publish.Pace;
import io.hostpulse.simulator.scenario.ScenarioName;
import io.hostpulse.simulator.truth.GroundTruth;
import io.hostpulse.stack.process.StackLock;
import io.hostpulse.stack.upgrade.JarArchive;
import io.hostpulse.stack.upgrade.JobDescription;
import io.hostpulse.stack.upgrade.Pipeline;
import io.hostpulse.stack.upgrade.SavepointFolder;
import io.hostpulse.stack.upgrade.SavepointRecord;
import io.hostpulse.stack.upgrade.SavepointRecord.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands that change the running job, one after the other, while a fleet sends samples. What
 * is indexed at the end must be what a job that nobody touched would have made of them.
 */
class UpgradeIT {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);
    private static final Duration LONGEST_STANDSTILL = Duration.ofMinutes(1);
    private static final Pattern STANDSTILL =
            Pattern.compile("ok\\s+([\\d.]+) s  Without processing");

    private static final String OF_SOMEBODY_ELSE = "hostpulse-job.jar";

    @TempDir private static Path directory;
    private static LocalStack stack;

    @BeforeAll
    static void start() {
        stack = new LocalStack(StackConfig.onFreePorts(directory.resolve("data")).withTaskSlots(4));
        stack.startKafka();
        stack.prepareTopics();
        stack.publishStockRules();
        stack.startElasticsearch();
        stack.installTemplates();
        stack.startFlink();
        stack.startJob(
                Optional.empty(), "--publish-windows-from=0s", "--checkpoint-interval", "2s");
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void whateverIsDoneToTheJobWhatIsIndexedIsAsIfNothingHadBeen() throws Exception {
        Path oneMoreComponent = JobVariant.withOneMoreComponent(directory);
        Path anotherType = JobVariant.withAnotherType(directory);
        Path failsOnSamples = JobVariant.thatFailsOnSamples(directory);
        GroundTruth truth = new GroundTruth();
        stack.flink().upload(oneMoreComponent, OF_SOMEBODY_ELSE);
        CompletableFuture<Void> load = CompletableFuture.runAsync(() -> sendFleet(truth));

        change("same jar", "upgrade");
        change("one more component", "upgrade", "--jar", oneMoreComponent.toString());
        assertThat(running())
                .extracting(JobDescription::jar)
                .containsExactly(sha(oneMoreComponent));
        change("parallelism 2", "upgrade", "--parallelism", "2");
        assertThat(running())
                .allSatisfy(job -> assertThat(job.parallelism()).isEqualTo(2))
                .allSatisfy(job -> assertThat(job.jar()).isEqualTo(sha(oneMoreComponent)));

        assertGoesBack(
                "failed upgrade",
                anotherType,
                "The new job cannot read the state of \"Monitor hosts");
        assertGoesBack("fails on samples", failsOnSamples, "IllegalStateException: made to fail");
        assertThat(load).isNotDone();

        Path withoutAnOperator = JobVariant.withoutAnOperator(directory);
        assertNothingIsStopped(
                "(hash of its uid) is not known here", "--jar", withoutAnOperator.toString());
        assertNothingIsStopped("cannot start", "--job-option=--no-such-option");
        assertNothingIsStopped("slots are needed", "--parallelism", "100");
        assertNothingIsStopped("Nothing would run index any more", "--pipelines", "detect");
        try (StackLock held = StackLock.tryAcquire(stack.config().data()).orElseThrow()) {
            assertThat(held).isNotNull();
            assertNothingIsStopped("Another command");
        }

        change(
                "split in two",
                "upgrade",
                "--pipelines=detect",
                "--pipelines=index",
                "--parallelism=2");
        assertThat(running())
                .extracting(JobDescription::pipelines)
                .containsExactlyInAnyOrder(Set.of(Pipeline.DETECT), Set.of(Pipeline.INDEX));
        change("one again", "upgrade", "--pipelines=detect,index");
        assertThat(running()).hasSize(1);
        change("rolled back", "rollback");
        assertThat(running()).hasSize(2);

        load.join();
        FleetDocuments documents = new FleetDocuments(stack.elasticsearch(), truth);
        documents.assertOneOfEachSample();
        documents.assertWindows(Duration.ofMinutes(1), Duration.ofMinutes(1));
        documents.assertWindows(Duration.ofSeconds(30), Duration.ofSeconds(10));
        documents.assertAlerts();
        assertRecords();
        change(
                "operator given up",
                "upgrade",
                "--jar",
                withoutAnOperator.toString(),
                "--allow-lost-state");
        assertThat(running())
                .flatExtracting(JobDescription::operators)
                .doesNotContain(JobVariant.GONE);
        assertUploadedJars();
    }

    private static void assertGoesBack(String what, Path jar, String... messages) {
        List<String> before = running().stream().map(JobDescription::jar).toList();

        CommandRun failed = run("upgrade", "--jar", jar.toString());

        printStandstill(what, failed);
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.output())
                .contains(messages)
                .contains("The old job runs again")
                .doesNotContain("\tat ");
        // whatever ends the machine now, the next start finds state
        JobState state = new JobState(stack.config().data());
        assertThat(state.noted())
                .isNotEmpty()
                .allSatisfy(noted -> assertThat(state.newestOf(noted)).isPresent());
        assertThat(running()).extracting(JobDescription::jar).containsExactlyElementsOf(before);
        assertUploadedJars();
    }

    /** Those that run and those that a rollback needs, and what others have uploaded. */
    private static void assertUploadedJars() {
        Set<String> names = new HashSet<>(Set.of(OF_SOMEBODY_ELSE));
        Stream.concat(
                        running().stream().map(JobDescription::jar),
                        records().beforeLastUpgrade().stream().map(each -> each.job().jar()))
                .map("hostpulse-job-%s.jar"::formatted)
                .forEach(names::add);
        assertThat(stack.flink().jars().values()).containsExactlyInAnyOrderElementsOf(names);
    }

    private static void assertRecords() {
        CommandRun taken = run("savepoint", "--keep", "1");
        assertThat(taken.output()).contains("removed old savepoint");
        assertThat(taken.exitCode()).isZero();
        SavepointFolder folder = records();
        List<SavepointRecord> left = folder.all();
        assertThat(left.subList(0, 2))
                .extracting(SavepointRecord::reason)
                .containsOnly(Reason.SAVEPOINT);
        assertThat(left.get(0).job().operators())
                .contains(
                        left.get(0).job().pipelines().contains(Pipeline.DETECT)
                                ? "monitor-hosts"
                                : "index-documents");
        assertThat(folder.beforeLastUpgrade()).isNotEmpty();
        assertThat(left)
                .containsAll(folder.beforeLastUpgrade())
                .allSatisfy(record -> assertThat(record.savepoint().exists()).isTrue())
                .allSatisfy(record -> assertThat(record.sizeBytes()).isPositive());
        assertThat(folder.jars().find(left.get(0).job().jar())).isPresent();
        assertThat(run("savepoint", "--list").output())
                .contains("upgrade (rollback)")
                .contains("detect");
    }

    private static void assertNothingIsStopped(String message, String... options) {
        List<JobDescription> before = running();
        List<SavepointRecord> savepoints = records().all();
        List<String> arguments = new ArrayList<>(List.of("upgrade"));
        arguments.addAll(List.of(options));

        CommandRun run = run(arguments.toArray(String[]::new));

        assertThat(run.output()).contains(message);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(running()).isEqualTo(before);
        assertThat(records().all()).isEqualTo(savepoints);
    }

    private static void change(String what, String... arguments) {
        CommandRun run = run(arguments);
        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(printStandstill(what, run)).as(run.output()).isLessThan(LONGEST_STANDSTILL);
    }

    private static Duration printStandstill(String what, CommandRun run) {
        Matcher matcher = STANDSTILL.matcher(run.output());
        assertThat(matcher.find()).as(run.output()).isTrue();
        Duration standstill =
                Duration.ofMillis((long) (1000 * Double.parseDouble(matcher.group(1))));
        System.out.print(run.output());
        System.out.printf("Upgrade (%s): %d ms without processing%n", what, standstill.toMillis());
        return standstill;
    }

    private static List<JobDescription> running() {
        return JobDescription.active(stack.flink());
    }

    private static SavepointFolder records() {
        return SavepointFolder.of(stack.config().data());
    }

    private static String sha(Path jar) {
        return JarArchive.sha256(jar);
    }

    /** For four minutes, so that it lasts through all upgrades on a busy machine, too. */
    private static void sendFleet(GroundTruth truth) {
        Instant start = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(20, ChronoUnit.MINUTES);
        FleetPlan plan =
                new FleetPlan(42, 10, start, Duration.ofMinutes(16), Duration.ofSeconds(1));
        Fleet fleet =
                new Fleet(
                        plan,
                        ScenarioMix.of(
                                List.of(
                                        ScenarioName.CPU_SPIKE,
                                        ScenarioName.OUT_OF_ORDER,
                                        ScenarioName.DUPLICATES,
                                        ScenarioName.SILENCE,
                                        ScenarioName.MALFORMED),
                                plan));
        try (FleetPublisher publisher =
                FleetPublisher.connect(stack.addresses().kafka(), LONGEST_WAIT)) {
            publisher.publish(
                    truth.observing(fleet.iterator()), start, new Pace(4), progress -> {});
        } catch (BrokerUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CommandRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data-dir", stack.config().data().root().toString()));
        return CommandRun.of(all.toArray(String[]::new));
    }
}
