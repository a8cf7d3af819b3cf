package io.hostpulse.job.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.job.model.Window;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.rule.Rule;
import io.hostpulse.wire.rule.RuleReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreparedRuleTest {

    private static final int METRICS = HostMetrics.aggregatedCount();

    @ParameterizedTest
    @ValueSource(strings = {"hostpulse.memory.oom_kills.count", "host.network.ingress.bytes"})
    void anIncreaseIsTheTotalOfTheWindow(String metric) throws Exception {
        PreparedRule.Place place = place(metric, "increase");

        assertThat(place.read(window(metric, 3, 12))).isEqualTo(12);
        assertThat(place.read(window(metric, 0, 0))).as("none is known").isNaN();
    }

    @Test
    void aSumOfAmountsIsTheSame() throws Exception {
        String metric = "host.network.ingress.bytes";

        assertThat(place(metric, "sum").read(window(metric, 3, 12))).isEqualTo(12);
    }

    private static PreparedRule.Place place(String metric, String aggregate) throws Exception {
        String json =
                """
                {"id":"r","name":"R","severity":"info",
                 "when":{"metric":"%s","window":"30s","aggregate":"%s","above":0}}"""
                        .formatted(metric, aggregate);
        return PreparedRule.of((Rule) RuleReader.read(json.getBytes(UTF_8))).places().get(0);
    }

    private static Window window(String name, int count, double sum) {
        Metric metric = MetricCatalogue.get().find(name).orElseThrow();
        int[] counts = new int[METRICS];
        double[] sums = new double[METRICS];
        counts[HostMetrics.aggregated().indexOf(metric)] = count;
        sums[HostMetrics.aggregated().indexOf(metric)] = sum;
        double[] others = new double[METRICS];
        return new Window(
                "h",
                "h",
                Dimension.HOST_VALUE,
                "",
                "30s",
                0,
                30_000,
                10_000,
                true,
                count,
                0,
                counts,
                sums,
                others,
                others,
                others,
                others,
                others,
                others,
                new String[0],
                new String[0],
                0);
    }
}
