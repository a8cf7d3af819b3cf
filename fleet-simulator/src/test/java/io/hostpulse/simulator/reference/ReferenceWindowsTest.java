package io.hostpulse.simulator.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.rule.Aggregate;
import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ReferenceWindowsTest {

    private static final String CPU = "system.cpu.total.norm.pct";
    private static final String READS = "system.diskio.iostat.read.request.per_sec";
    private static final Double NONE = Double.NaN;
    private static final WindowSpec MINUTE = WindowSpec.tumbling(Duration.ofMinutes(1));
    private static final WindowSpec SLIDING =
            new WindowSpec(Duration.ofSeconds(30), Duration.ofSeconds(10));

    @Test
    void aWindowSumsUpTheValuesFromItsStartToBeforeItsEnd() {
        List<ReferenceWindow> windows =
                ReferenceWindows.of(
                        Host.withCpu(0.25, 0.75, 0.5, 0.25, 1, 0.25, 0.125).history(), MINUTE);

        assertThat(windows).hasSize(2);
        ReferenceWindow first = windows.get(0);
        assertThat(first.hostId()).isEqualTo("h");
        assertThat(first.thing()).isEqualTo(Thing.HOST);
        assertThat(Host.seconds(first.startMillis())).isZero();
        assertThat(Host.seconds(first.endMillis())).isEqualTo(60);
        assertThat(first.samples()).isEqualTo(6);
        assertThat(first.metrics())
                .containsOnlyKeys(CPU)
                .containsEntry(CPU, new MetricSummary(6, 3.0, 0.5, 0.25, 1, 0.25, 0.25, 1, 1));
        assertThat(windows.get(1).metrics().get(CPU))
                .isEqualTo(
                        new MetricSummary(
                                1, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125));
    }

    @Test
    void aGoodbyeWithoutReadingsIsASampleOfItsWindow() {
        List<ReferenceWindow> windows =
                ReferenceWindows.of(
                        Host.withCpu(0.25).goodbye(10, Goodbye.STOPPED).history(), MINUTE);

        assertThat(windows)
                .singleElement()
                .satisfies(
                        window -> {
                            assertThat(window.samples()).isEqualTo(2);
                            assertThat(window.metrics().get(CPU).count()).isOne();
                        });
    }

    @Test
    void aPercentileIsTheValueAtTheNearestRank() {
        double[] oneToHundred = DoubleStream.iterate(100, value -> value - 1).limit(100).toArray();

        MetricSummary summary = MetricSummary.of(oneToHundred).orElseThrow();

        assertThat(summary.p50()).isEqualTo(50);
        assertThat(summary.p95()).isEqualTo(95);
        assertThat(summary.p99()).isEqualTo(99);
        assertThat(MetricSummary.of(new double[] {3, 1, 2}).orElseThrow().p50()).isEqualTo(2);
        assertThat(MetricSummary.of(new double[] {2, 1}).orElseThrow().p50()).isEqualTo(1);
        assertThat(MetricSummary.of(new double[] {3, 1, 2}).orElseThrow().p95()).isEqualTo(3);
    }

    @Test
    void everyAggregateIsToBeHad() {
        MetricSummary summary = MetricSummary.of(new double[] {4, Double.NaN, 1, 7}).orElseThrow();

        assertThat(summary.of(Aggregate.COUNT)).isEqualTo(3);
        assertThat(summary.of(Aggregate.SUM)).isEqualTo(12);
        assertThat(summary.of(Aggregate.AVG)).isEqualTo(4);
        assertThat(summary.of(Aggregate.MIN)).isEqualTo(1);
        assertThat(summary.of(Aggregate.MAX)).isEqualTo(7);
        assertThat(summary.of(Aggregate.LAST)).isEqualTo(7);
        assertThat(summary.of(Aggregate.RANGE)).isEqualTo(6);
        assertThat(summary.of(Aggregate.P50)).isEqualTo(4);
        assertThat(MetricSummary.of(new double[] {Double.NaN})).isEmpty();
    }

    @Test
    void aSampleLiesInThreeWindowsOfHalfAMinuteEveryTenSeconds() {
        List<ReferenceWindow> windows =
                ReferenceWindows.of(new Host().at(20, 0.5, Host.NONE).history(), SLIDING);

        assertThat(windows)
                .extracting(window -> Host.seconds(window.startMillis()))
                .containsExactly(0L, 10L, 20L);
    }

    @Test
    void aLateSampleCountsWhereItBelongsAndARepetitionDoesNot() {
        Host host = Host.withCpu(0.25, 0.5).cpuFrom(70, 0.125).cpuFrom(30, 1).again();

        List<ReferenceWindow> windows = ReferenceWindows.of(host.history(), MINUTE);

        assertThat(windows).hasSize(2);
        assertThat(windows.get(0).metrics().get(CPU))
                .isEqualTo(new MetricSummary(3, 1.75, 1.75 / 3, 0.25, 1, 1, 0.5, 1, 1));
        assertThat(windows.get(1).samples()).isEqualTo(1);
    }

    @Test
    void ofACounterThereIsTheIncreaseSinceTheLiveSampleBefore() {
        Host host =
                new Host()
                        .countersAt(0, "A", "1", 7, 2)
                        .countersAt(50, "A", "1", 8, 2)
                        .countersAt(30, "A", "1", 8, 2) // late
                        .countersAt(60, "A", "1", 10, 2) // risen between two windows
                        .countersAt(120, "B", "1", 11, 3) // the agent was started again
                        .countersAt(180, "C", "2", 12, 4) // the machine was
                        .countersAt(240, "C", "2", 1, 4) // the counter was
                        .countersAt(300, "B", "1", 30, 9); // another machine is there, too

        assertThat(increases(host, "hostpulse.memory.oom_kills.count"))
                .containsExactly(1.0, 2.0, 1.0, 12.0, 1.0, NONE);
        assertThat(increases(host, "hostpulse.agent.dropped.samples"))
                .containsExactly(0.0, 0.0, 3.0, 4.0, 0.0, NONE);
    }

    /** By minute. */
    private static List<Double> increases(Host host, String counter) {
        return ReferenceWindows.of(host.history(), MINUTE).stream()
                .map(window -> window.metrics().get(counter))
                .map(summary -> summary == null ? NONE : (Double) summary.of(Aggregate.INCREASE))
                .toList();
    }

    @Test
    void aDeviceHasWindowsOfItsOwnWhileItIsThere() {
        Host host = new Host().disksAt(0, 10, 100).disksAt(10, 20).disksAt(60, Host.NONE, 40);

        List<ReferenceWindow> windows = ReferenceWindows.of(host.history(), MINUTE);

        assertThat(windows)
                .extracting(
                        window -> Host.seconds(window.startMillis()),
                        ReferenceWindow::thing,
                        ReferenceWindow::samples)
                .containsExactly(
                        tuple(0L, Thing.HOST, 2),
                        tuple(0L, disk("a"), 2),
                        tuple(0L, disk("b"), 1),
                        tuple(60L, Thing.HOST, 1),
                        tuple(60L, disk("b"), 1));
        assertThat(windows.get(1).metrics().get(READS).sum()).isEqualTo(30);
        assertThat(windows.get(4).metrics().get(READS).sum()).isEqualTo(40);
    }

    @Test
    void aWindowSlidesByItsSizeAtMost() {
        assertThatThrownBy(() -> new WindowSpec(Duration.ofSeconds(1), Duration.ofSeconds(2)))
                .hasMessageContaining("slide must be 1 ms to size");
    }

    @Test
    void aHistoryIsOfOneHost() {
        assertThatThrownBy(() -> HostHistory.of(List.of()))
                .hasMessage("there is no sample among the records");
    }

    private static Thing disk(String name) {
        return new Thing(Dimension.DISK, name);
    }
}
