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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A counter that rises beside a clock that is put back: the rule about it fires. */
class CountersOverClockStepsTest {

    private static final long NOON = 1_800_000_000_000L / 3_600_000 * 3_600_000;
    private static final int INTERVAL = 10;

    private DetectHarness harness;

    @BeforeEach
    void open() throws Exception {
        harness =
                new DetectHarness(
                        DetectConfig.of(
                                Stream.of("1m", "5m", "1h", "30s/10s")
                                        .map(WindowSpec::parse)
                                        .toList(),
                                PublishedWindows.ALL,
                                Duration.ofMinutes(1),
                                Duration.ofSeconds(1)));
        harness.at(NOON);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    /** The 20th sample is the last before the step. */
    @ParameterizedTest
    @CsvSource({
        "30s, 597, 20",
        "30s, 597, 19",
        "30s, 597, 21",
        "30s, 600, 20",
        "30s, 45, 20",
        "30s, 45, 22",
        "30s, 25, 20",
        "1m, 597, 20",
        "1m, 597, 19",
        "1m, 45, 20",
        "1m, 5, 20",
        "5m, 597, 20",
        "5m, 597, 19",
        "5m, 3597, 22",
        "5m, 45, 20",
        "1h, 7197, 20",
        "1h, 45, 20"
    })
    void isSeenByTheRule(String window, int stepSeconds, int rises) throws Exception {
        rule(window);

        for (int i = 0; i < 800; i++) {
            int second = 7_200 + i * INTERVAL;
            take(i + 1, second, i < 20 ? second : second - stepSeconds, i < rises ? 5 : 6);
        }

        List<Phase> phases = harness.events().stream().map(ConditionEvent::phase).toList();
        assertThat(phases).contains(Phase.BEGINS).contains(Phase.ENDS);
    }

    private void rule(String window) throws Exception {
        String json =
                """
                {"id": "oom-kill", "name": "Killed", "severity": "warning",
                 "when": {"metric": "hostpulse.memory.oom_kills.count", "window": "%s",
                          "aggregate": "increase", "at_least": 1}}
                """
                        .formatted(window);
        harness.rule(
                new RawRecord(
                        Topics.RULES,
                        0,
                        0,
                        0,
                        null,
                        "oom-kill".getBytes(UTF_8),
                        json.getBytes(UTF_8)));
    }

    private void take(int number, int trueSecond, int second, int kills) throws Exception {
        long arrivalMillis = NOON + trueSecond * 1_000L + 20;
        HostSample.Builder sample =
                Samples.hostSample("h", NOON + second * 1_000L, 0.5).toBuilder()
                        .setIntervalMs(INTERVAL * 1_000);
        sample.getMemoryBuilder().setOomKills(kills);
        sample.getAgentBuilder().setSequence(number);
        harness.at(arrivalMillis);
        harness.take(Samples.record(sample.build(), arrivalMillis));
    }
}
