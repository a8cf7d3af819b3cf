package io.hostpulse.job.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.Samples;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.ConditionEvent.Phase;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.window.PublishedWindows;
import io.hostpulse.job.window.WindowSpec;
import io.hostpulse.wire.Topics;
import io.hostpulse.wire.proto.HostSample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host that boots with a clock of another age, which is put right after three minutes. */
class ClockWithoutBatteryTest {

    private static final long NOON = Instant.parse("2026-11-01T12:00:00Z").toEpochMilli();
    private static final int SECOND = 1_000;

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:08Z", "2000-01-01T00:00:08Z", "2099-01-01T00:00:08Z"})
    void isNeverSilentAndItsClockIsCalledWrong(Instant booted) throws Exception {
        try (DetectHarness harness = new DetectHarness(config())) {
            harness.at(NOON);
            rule(harness, "down", "{\"silent\": \"30s\"}");
            rule(harness, "ahead", "{\"metric\": \"hostpulse.clock.skew.ms\", \"above\": 60000}");
            rule(harness, "behind", "{\"metric\": \"hostpulse.clock.skew.ms\", \"below\": -60000}");
            rule(harness, "busy", "{\"metric\": \"system.cpu.total.norm.pct\", \"above\": 0.9}");

            for (int second = 0; second <= 240; second += 10) {
                boolean isRight = second >= 180;
                long passedMillis = (long) second * SECOND;
                long hostMillis = (isRight ? NOON : booted.toEpochMilli()) + passedMillis;
                HostSample.Builder sample =
                        Samples.hostSample("pi", hostMillis, second == 120 ? 0.95 : 0.5).toBuilder()
                                .setIntervalMs(10 * SECOND);
                sample.getAgentBuilder().setSequence(1 + second / 10);
                harness.at(NOON + passedMillis + 20);
                harness.take(Samples.record(sample.build(), NOON + passedMillis + 20));
            }

            String wrong = booted.toEpochMilli() < NOON ? "behind" : "ahead";
            assertThat(harness.events())
                    .filteredOn(event -> event.phase() != Phase.HOLDS)
                    .extracting(event -> event.ruleId() + " " + event.phase())
                    .containsExactly(
                            wrong + " BEGINS", "busy BEGINS", "busy ENDS", wrong + " ENDS");
            assertThat(harness.events())
                    .filteredOn(event -> event.ruleId().equals("busy"))
                    .first()
                    .extracting(ConditionEvent::timeMillis)
                    .isEqualTo(NOON + 120 * SECOND + 20);
        }
    }

    private static void rule(DetectHarness harness, String id, String when) throws Exception {
        String json =
                "{\"id\": \"%s\", \"name\": \"R\", \"severity\": \"info\", \"when\": %s}"
                        .formatted(id, when);
        harness.rule(
                new RawRecord(
                        Topics.RULES, 0, 0, 0, null, id.getBytes(UTF_8), json.getBytes(UTF_8)));
    }

    private static DetectConfig config() {
        return DetectConfig.of(
                List.of(WindowSpec.parse("1m")),
                PublishedWindows.ALL,
                Duration.ofMinutes(1),
                Duration.ofSeconds(1));
    }
}
