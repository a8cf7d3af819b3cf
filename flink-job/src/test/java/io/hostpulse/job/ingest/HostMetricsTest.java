package io.hostpulse.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.proto.Dimension;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostMetricsTest {

    @Test
    void holdsAllMetricsOfTheHostAndNoOthers() {
        assertThat(HostMetrics.all())
                .containsExactlyInAnyOrderElementsOf(
                        MetricCatalogue.get().metrics().stream()
                                .filter(metric -> metric.dimension() == Dimension.HOST)
                                .toList());
    }

    @Test
    void slotsFollowIdsSoThatANewMetricComesLast() {
        List<Metric> all = HostMetrics.all();

        assertThat(all).extracting(Metric::id).isSorted().doesNotHaveDuplicates();
        assertThat(all)
                .extracting(HostMetrics::slot)
                .containsExactlyElementsOf(IntStream.range(0, all.size()).boxed().toList());
    }

    @Test
    void windowsKeepTheirMetricsInTheOrderOfIds() {
        assertThat(HostMetrics.aggregated())
                .isNotEmpty()
                .allMatch(Metric::aggregated)
                .extracting(Metric::id)
                .isSorted();
        assertThat(HostMetrics.aggregated())
                .containsExactlyElementsOf(
                        HostMetrics.all().stream().filter(Metric::aggregated).toList());
    }

    @Test
    void everyAggregatedMetricIsReadFromItsOwnSlot() {
        double[] values = IntStream.range(0, HostMetrics.all().size()).asDoubleStream().toArray();

        double[] row = new double[HostMetrics.aggregatedCount()];
        double[] increases =
                IntStream.range(0, HostMetrics.counters().size())
                        .mapToDouble(counter -> -1 - counter)
                        .toArray();
        HostMetrics.copyAggregated(values, increases, row);

        List<Metric> aggregated = HostMetrics.aggregated();
        assertThat(row).hasSameSizeAs(aggregated);
        for (int position = 0; position < row.length; position++) {
            Metric metric = aggregated.get(position);
            int counter = HostMetrics.counters().indexOf(metric);
            assertThat(row[position])
                    .isEqualTo(counter < 0 ? HostMetrics.slot(metric) : -1 - counter);
        }
    }
}
