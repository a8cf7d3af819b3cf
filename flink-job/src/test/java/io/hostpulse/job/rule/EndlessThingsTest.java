package io.hostpulse.job.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A host whose things have new names at every sample takes no more room than it may. */
class EndlessThingsTest {

    private static final int SAMPLES = 50;
    private static final int THINGS = 100;
    private static final long INTERVAL_MILLIS = Duration.ofMinutes(1).toMillis();

    @RegisterExtension private final RulesHarness harness = new RulesHarness();

    @Test
    void alertsOfNoMoreThingsThanThereMayBeAreOpenAtATime() throws Exception {
        harness.rule(
                """
                {'id': 'full', 'name': 'Full', 'severity': 'warning', 'message': 'm',
                 'when': {'metric': 'system.filesystem.used.pct', 'above': 0.9}}
                """);
        int most = 0;
        for (int sample = 0; sample < SAMPLES; sample++) {
            read(sample, 0.95);
            most = Math.max(most, entries(EvaluateRules.PROGRESS));
        }
        assertThat(most).isEqualTo(EvaluateSample.MAX_TRACKED);
        assertThat(harness.events()).isNotEmpty();
    }

    @Test
    void whatIsUsualIsForgottenWithTheThingThatItWasUsualFor() throws Exception {
        harness.rule(
                """
                {'id': 'odd', 'name': 'Odd', 'severity': 'warning', 'message': 'm',
                 'when': {'metric': 'system.filesystem.used.pct', 'deviates': '4 sigma'}}
                """);
        for (int sample = 0; sample < SAMPLES; sample++) {
            read(sample, 0.5);
            assertThat(entries(EvaluateRules.BASELINES))
                    .isLessThanOrEqualTo(HostBaselines.MAX_BASELINES);
        }

        harness.read(
                Readings.sample(
                        "a", Duration.ofDays(1).toMillis(), Map.of(Readings.CPU, 0.5), Map.of()));
        harness.read(
                Readings.sample(
                        "a",
                        Duration.ofDays(1).toMillis() + INTERVAL_MILLIS,
                        Map.of(Readings.CPU, 0.5),
                        Map.of("/", 0.5)));
        assertThat(entries(EvaluateRules.BASELINES)).isEqualTo(1);
    }

    private void read(int sample, double used) throws Exception {
        Map<String, Double> things = new HashMap<>();
        for (int thing = 0; thing < THINGS; thing++) {
            things.put("/%d/%d".formatted(sample, thing), used);
        }
        harness.read(
                Readings.sample(
                        "a", 1 + sample * INTERVAL_MILLIS, Map.of(Readings.CPU, 0.5), things));
    }

    private int entries(MapStateDescriptor<String, ?> state) throws Exception {
        return harness.mapEntries(state, "a");
    }
}
