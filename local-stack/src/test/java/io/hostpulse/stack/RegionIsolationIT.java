package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hostpulse.stack.client.HttpStatusException;
import io.hostpulse.stack.server.ElasticsearchServer;
import io.hostpulse.stack.upgrade.JobDescription;
import io.hostpulse.stack.upgrade.Pipeline;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An outage of Elasticsearch is none of detection, of its checkpoints and of upgrades, and ends
 * without a gap.
 */
class RegionIsolationIT {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int ALERTS_OF_OUTAGE = 40;

    @TempDir private Path data;
    private LocalStack stack;

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void withoutElasticsearchAlertsAreAsEarlyAsEverAndLaterEverythingIsFound() throws Exception {
        stack = new LocalStack(StackConfig.onFreePorts(data));
        stack.startKafka();
        stack.prepareTopics();
        ElasticsearchServer elasticsearch = stack.startElasticsearch();
        stack.installTemplates();
        stack.startFlink();
        List<String> arguments = List.of("--checkpoint-interval=2s");
        String jar = stack.uploadJob();
        stack.planJobs(List.of(), arguments)
                .forEach(start -> stack.startJob(jar, start, arguments));
        try (AlertScene scene = new AlertScene(stack.addresses().kafka())) {
            scene.awaitRules();
            await().atMost(LONGEST_WAIT)
                    .ignoreException(HttpStatusException.class) // the index is just made
                    .until(() -> count("hostpulse-alerts-*", firing()) > 0);

            elasticsearch.close();
            List<FedHost> hosts = new ArrayList<>();
            List<Long> delaysMillis = new ArrayList<>();
            for (int i = 0; i < ALERTS_OF_OUTAGE; i++) {
                FedHost host = scene.host("outage-" + i);
                await().pollDelay(PAUSE).until(() -> true);
                delaysMillis.add(scene.fireBusy(host));
                hosts.add(host);
            }
            Delays delays = Delays.of(delaysMillis);
            System.out.println("Alert delay while Elasticsearch is away: " + delays);
            assertThat(delays.medianMillis()).as("%s", delays).isLessThan(1_000);
            assertNothingWasRestarted();
            awaitCheckpointOfDetect();
            upgrade();

            stack.startElasticsearch();

            long samples = hosts.stream().mapToLong(FedHost::samples).sum();
            await().atMost(LONGEST_WAIT)
                    .pollInterval(Duration.ofSeconds(1))
                    .ignoreException(HttpStatusException.class)
                    .untilAsserted(
                            () -> {
                                assertThat(count("hostpulse-alerts-*", firingInOutage()))
                                        .isEqualTo(ALERTS_OF_OUTAGE);
                                assertThat(count(SampleSearch.INDEX, samplesOfOutage()))
                                        .isEqualTo(samples);
                            });
            assertNothingWasRestarted();
        }
    }

    private void assertNothingWasRestarted() {
        for (JobDescription job : JobDescription.active(stack.flink())) {
            assertThat(stack.flink().restarts(job.id())).isZero();
            assertThat(TaskAttempts.of(stack.flink(), job.id()))
                    .isNotEmpty()
                    .allSatisfy((task, attempt) -> assertThat(attempt).as(task).isZero());
        }
    }

    /** One that began while Elasticsearch was away. */
    private void awaitCheckpointOfDetect() {
        Instant since = Instant.now();
        String detect =
                JobDescription.active(stack.flink()).stream()
                        .filter(job -> job.pipelines().contains(Pipeline.DETECT))
                        .map(JobDescription::id)
                        .findFirst()
                        .orElseThrow();
        await().atMost(LONGEST_WAIT)
                .until(
                        () ->
                                stack.flink()
                                        .checkpoints(detect)
                                        .last()
                                        .filter(last -> last.time().isAfter(since))
                                        .isPresent());
    }

    private void upgrade() {
        CommandRun upgrade =
                CommandRun.of(
                        "upgrade",
                        "--job-option=--publish-windows-from=0s",
                        "--savepoint-timeout=5s",
                        "--data-dir",
                        data.toString());

        assertThat(upgrade.exitCode()).as(upgrade.output()).isZero();
        assertThat(upgrade.output())
                .contains("The job index takes no savepoint and goes on from its last checkpoint");
        assertThat(JobDescription.active(stack.flink())).hasSize(2);
    }

    private long count(String index, String query) {
        stack.elasticsearch().refresh(index);
        return stack.elasticsearch().count(index, query);
    }

    private static String firing() {
        return "{\"term\": {\"hostpulse.alert.state\": \"firing\"}}";
    }

    private static String firingInOutage() {
        return "{\"bool\": {\"filter\": [%s, {\"term\": {\"rule.id\": \"%s\"}}, %s]}}"
                .formatted(firing(), AlertScene.BUSY, inOutage());
    }

    private static String samplesOfOutage() {
        return "{\"bool\": {\"filter\": [{\"term\": {\"hostpulse.dimension\": \"host\"}}, %s]}}"
                .formatted(inOutage());
    }

    private static String inOutage() {
        return "{\"prefix\": {\"host.id\": \"outage-\"}}";
    }
}
