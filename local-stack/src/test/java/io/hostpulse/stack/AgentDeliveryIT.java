package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hostpulse.stack.server.CollectorAgent;
import io.hostpulse.stack.server.KafkaServer;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.HostSample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real agent loses no sample while a real broker is away and the agent itself is killed. */
class AgentDeliveryIT {

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration OUTAGE_BEFORE_KILL = Duration.ofSeconds(30);
    private static final Duration OUTAGE_AFTER_KILL = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);

    @TempDir private Path directory;
    private LocalStack stack;

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void everySampleOfAnOutageArrivesThoughTheAgentIsKilledInTheMiddle() throws Exception {
        stack = new LocalStack(StackConfig.onFreePorts(directory));
        KafkaServer kafka = stack.startKafka();
        stack.prepareTopics();
        CollectorAgent killed = stack.startAgent(INTERVAL);
        awaitSamples(3);
        Path spool = stack.config().data().of("agent").resolve("spool");
        assertThat(segments(spool)).as("written while all is well").isEmpty();

        kafka.close();
        Instant outage = Instant.now();
        await().atMost(LONGEST_WAIT).until(() -> hasPassed(outage, OUTAGE_BEFORE_KILL));
        Instant kill = Instant.now();
        killed.process().runRecord().process().kill();
        CollectorAgent restarted = stack.startAgent(INTERVAL);
        await().atMost(LONGEST_WAIT).until(() -> hasPassed(kill, OUTAGE_AFTER_KILL));
        assertThat(restarted.process().isAlive()).isTrue();
        stack.startKafka();

        try (SampleTopic topic = new SampleTopic(stack.addresses().kafka())) {
            await().atMost(LONGEST_WAIT).until(() -> isReplayed(topic.read()));
            restarted.close();
            await().pollDelay(Duration.ofSeconds(1))
                    .atMost(LONGEST_WAIT)
                    .until(() -> topic.read().size() > 60);

            Map<String, NavigableMap<Long, HostSample>> runs = topic.distinct();
            assertThat(runs).hasSize(2);
            runs.values().forEach(AgentDeliveryIT::assertNoGaps);
            assertThat(lastTimeBefore(kill, runs))
                    .as("the last sample before the kill at %s", kill)
                    .isAfter(kill.minus(INTERVAL.multipliedBy(2)).minusMillis(500));
            assertThat(lastTimeBefore(Instant.MAX, runs))
                    .as("the last sample before the stop")
                    .isAfter(kill.plus(OUTAGE_AFTER_KILL));
            assertThat(spooledBetween(outage.plusSeconds(2), kill, topic.read()))
                    .as("samples of the outage say that they were spooled")
                    .isNotEmpty()
                    .containsOnly(true);
            assertThat(topic.read().size() - runs.values().stream().mapToInt(Map::size).sum())
                    .as("repeated samples")
                    .isLessThan(60);
        }
        assertThat(segments(spool)).isEmpty();
        assertThat(Files.readAllLines(restarted.logFile()))
                .filteredOn(line -> line.contains("takes no samples"))
                .hasSize(1);
    }

    private void awaitSamples(int count) throws Exception {
        try (SampleTopic topic = new SampleTopic(stack.addresses().kafka())) {
            await().atMost(LONGEST_WAIT).until(() -> topic.read().size() >= count);
        }
    }

    private static boolean hasPassed(Instant since, Duration time) {
        return Duration.between(since, Instant.now()).compareTo(time) >= 0;
    }

    /** Whether the newest sample that came straight here says that nothing waits any more. */
    private static boolean isReplayed(List<HostSample> samples) {
        return samples.stream()
                .filter(sample -> !sample.getAgent().getSpooled())
                .reduce((first, second) -> second)
                .filter(sample -> sample.getAgentHealth().getSpoolSamples() == 0)
                .filter(sample -> sample.getAgent().getSequence() > 20)
                .filter(
                        sample ->
                                samples.stream()
                                        .filter(each -> each.getAgent().getSpooled())
                                        .map(each -> each.getAgent().getRunId())
                                        .anyMatch(sample.getAgent().getRunId()::equals))
                .isPresent();
    }

    private static void assertNoGaps(NavigableMap<Long, HostSample> run) {
        assertThat(run.keySet())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, run.lastKey()).boxed().toList());
    }

    private static Instant lastTimeBefore(
            Instant moment, Map<String, NavigableMap<Long, HostSample>> runs) {
        return runs.values().stream()
                .flatMap(run -> run.values().stream())
                .map(AgentDeliveryIT::time)
                .filter(time -> time.isBefore(moment))
                .max(Instant::compareTo)
                .orElseThrow();
    }

    private static List<Boolean> spooledBetween(
            Instant start, Instant end, List<HostSample> samples) {
        return samples.stream()
                .filter(sample -> time(sample).isAfter(start) && time(sample).isBefore(end))
                .map(sample -> sample.getAgent().getSpooled())
                .toList();
    }

    private static Instant time(HostSample sample) {
        return Instant.ofEpochMilli(SampleCodec.timeMillis(sample));
    }

    private static List<Path> segments(Path spool) throws Exception {
        try (var files = Files.list(spool)) {
            return files.filter(file -> file.toString().endsWith(".segment")).toList();
        }
    }
}
