package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetPlan;
import io.hostpulse.simulator.ScenarioMix;
import io.hostpulse.simulator.publish.FleetPublisher;
import io.hostpulse.simulator.publish.Pace;
import io.hostpulse.simulator.publish.PublishSummary;
import io.hostpulse.simulator.scenario.ScenarioName;
import io.hostpulse.simulator.truth.GroundTruth;
import io.hostpulse.stack.client.HttpStatusException;
import io.hostpulse.stack.process.RunRecord;
import io.hostpulse.stack.process.RunRecords;
import io.hostpulse.stack.supervise.RestartRecords;
import io.hostpulse.stack.supervise.Restarts;
import io.hostpulse.stack.supervise.Supervisor;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed come back by themselves, and nothing is missing or there twice. */
class SupervisionIT {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);
    private static final int FLEET_SIZE = 20;
    private static final Duration LOAD = Duration.ofSeconds(70);

    @TempDir private static Path directory;
    private static LocalStack stack;
    private static DataDirectory data;
    private static RunRecords records;

    @BeforeAll
    static void start() {
        stack = new LocalStack(StackConfig.onFreePorts(directory));
        data = stack.config().data();
        records = new RunRecords(data.run());
        stack.startKafka();
        stack.prepareTopics();
        stack.startElasticsearch();
        stack.installTemplates();
        stack.startFlink();
        List<String> arguments = List.of("--checkpoint-interval=2s", "--publish-windows-from=0s");
        String jar = stack.uploadJob();
        stack.planJobs(List.of(), arguments)
                .forEach(start -> stack.startJob(jar, start, arguments));
        stack.startAgent(Duration.ofSeconds(1));
        awaitSampleAfter(Instant.now());
    }

    @AfterAll
    static void nothingIsLeftAfterDown() {
        List<RunRecord> before = records.all();

        CommandRun down = CommandRun.of("down", "--data-dir", directory.toString());

        stack.close();
        assertThat(down.exitCode()).as(down.output()).isZero();
        assertThat(before).noneMatch(RunRecord::isAlive);
        assertThat(records.all()).isEmpty();
    }

    @Test
    void whatIsKilledUnderLoadComesBackAndNothingIsLostOrDoubled() throws Exception {
        RunRecord supervisor = Supervisor.ensureRunning(data);
        GroundTruth truth = new GroundTruth();
        CompletableFuture<PublishSummary> load =
                CompletableFuture.supplyAsync(() -> publish(truth));

        killAndAwait(Component.TASKMANAGER, Component.AGENT);
        killAndAwait(Component.KAFKA);
        killAndAwait(Component.JOBMANAGER);
        killAndAwait(
                Component.KAFKA,
                Component.ELASTICSEARCH,
                Component.JOBMANAGER,
                Component.TASKMANAGER);

        assertThat(load.join().failed()).isZero();
        FleetDocuments documents = new FleetDocuments(stack.elasticsearch(), truth);
        documents.assertOneOfEachSample();
        documents.assertWindows(Duration.ofMinutes(1), Duration.ofMinutes(1));
        assertThat(supervisor.isAlive()).isTrue();
        assertThat(new RestartRecords(data).all().get(Component.KAFKA))
                .extracting(Restarts::count, Restarts::cause)
                .containsExactly(2, "exit code 137 (killed)");
        assertThat(CommandRun.of("status", "--data-dir", directory.toString()).lines())
                .anyMatch(line -> line.startsWith("Kafka was restarted 2 times, last at "));
    }

    @Test
    void upStartsWhatHasEndedAndLeavesTheRestAlone() {
        Supervisor.running(data).ifPresent(other -> other.process().kill());
        RunRecord kafka = records.find(Component.KAFKA).orElseThrow();
        RunRecord jobManager = records.find(Component.JOBMANAGER).orElseThrow();
        RunRecord elasticsearch = records.find(Component.ELASTICSEARCH).orElseThrow();
        jobManager.process().kill();
        await().atMost(LONGEST_WAIT).until(() -> !jobManager.isAlive());

        CommandRun up = CommandRun.of("up", "--detach", "--data-dir", directory.toString());

        assertThat(up.exitCode()).as(up.output()).isZero();
        assertThat(up.lines())
                .anyMatch(line -> line.contains("Flink JobManager") && line.contains("137"))
                .anyMatch(
                        line ->
                                line.contains("detect from /")
                                        && line.contains("index from /")
                                        && line.contains("/chk-"));
        assertThat(records.find(Component.KAFKA)).contains(kafka);
        assertThat(records.find(Component.ELASTICSEARCH)).contains(elasticsearch);
        assertThat(Supervisor.running(data)).isPresent();
        assertThat(CommandRun.of("up", "--detach", "--data-dir", directory.toString()).lines())
                .contains("The stack is running already.");
    }

    /** Prints how long it took. */
    private static void killAndAwait(Component... components) {
        List<RunRecord> killed =
                Stream.of(components).map(it -> records.find(it).orElseThrow()).toList();
        Instant start = Instant.now();
        killed.forEach(record -> record.process().kill());
        await().atMost(LONGEST_WAIT)
                .until(() -> killed.stream().allMatch(SupervisionIT::isReplaced));
        awaitSampleAfter(start.plusSeconds(1));
        System.out.printf(
                "After the end of %s: a new sample was found after %.1f s%n",
                List.of(components), Duration.between(start, Instant.now()).toMillis() / 1000.0);
    }

    private static boolean isReplaced(RunRecord killed) {
        return records.find(killed.component())
                .filter(now -> !now.equals(killed) && now.isAlive())
                .isPresent();
    }

    private static void awaitSampleAfter(Instant time) {
        await().atMost(LONGEST_WAIT)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsMatching(SupervisionIT::isAway)
                .until(() -> newestSampleOfThisHost().isAfter(time));
    }

    private static boolean isAway(Throwable e) {
        return e instanceof HttpStatusException || e instanceof UncheckedIOException;
    }

    private static Instant newestSampleOfThisHost() {
        JsonNode hits =
                stack.elasticsearch()
                        .search(
                                SampleSearch.INDEX,
                                """
                                {"size": 1, "sort": [{"@timestamp": "desc"}],
                                 "query": {"bool": {"must_not": [%s]}}}
                                """
                                        .formatted(FleetDocuments.SIMULATED))
                        .at("/hits/hits");
        return hits.isEmpty()
                ? Instant.EPOCH
                : Instant.parse(hits.at("/0/_source/@timestamp").asText());
    }

    private static PublishSummary publish(GroundTruth truth) {
        Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        FleetPlan plan = new FleetPlan(42, FLEET_SIZE, start, LOAD, Duration.ofSeconds(1));
        Fleet fleet = new Fleet(plan, ScenarioMix.of(List.of(ScenarioName.STEADY), plan));
        try (FleetPublisher publisher =
                FleetPublisher.connect(stack.addresses().kafka(), LONGEST_WAIT)) {
            return publisher.publish(
                    truth.observing(fleet.iterator()), start, Pace.REAL, progress -> {});
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
