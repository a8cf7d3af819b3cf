package io.hostpulse.simulator.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetPlan;
import io.hostpulse.simulator.FleetRecord;
import io.hostpulse.simulator.FleetRecord.MalformedRecord;
import io.hostpulse.simulator.FleetRecord.SampleRecord;
import io.hostpulse.simulator.Plans;
import io.hostpulse.simulator.ScenarioMix;
import io.hostpulse.simulator.host.HostProfile;
import io.hostpulse.simulator.scenario.ScenarioName;
import io.hostpulse.simulator.scenario.Shutdown;
import io.hostpulse.simulator.scenario.Silence;
import io.hostpulse.simulator.scenario.Steady;
import io.hostpulse.simulator.scenario.Stretch;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.RefusalCategory;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.Cpu;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GroundTruthTest {

    private static final String CPU = "system.cpu.total.norm.pct";
    private static final String USER = "system.cpu.user.norm.pct";

    /** A whole multiple of an hour since 1970. */
    private static final long T0 = 3_600_000L * 490_000;

    @Test
    void windowsAreCountedAsTheyAreTold() {
        GroundTruth truth =
                GroundTruth.of(
                        new Fleet(
                                Plans.everySecond(4, 200),
                                List.of(
                                        new Silence(
                                                Set.of(1),
                                                new Stretch(
                                                        Duration.ofSeconds(30),
                                                        Duration.ofSeconds(150))))));

        for (Duration slide : List.of(Duration.ofSeconds(10), Duration.ofSeconds(30))) {
            assertThat(truth.countWindows(Duration.ofSeconds(30), slide))
                    .isEqualTo(truth.windows(Duration.ofSeconds(30), slide).size())
                    .isPositive();
        }
    }

    /** Whoever crashes is silent; who says goodbye, or only delivers late, is not. */
    @Test
    void aSilenceIsToldOfHostsThatHaveNotSaidGoodbye() {
        Stretch away = new Stretch(Duration.ofSeconds(30), Duration.ofSeconds(90));
        FleetPlan plan = Plans.everySecond(5, 120);
        GroundTruth truth =
                GroundTruth.of(
                        new Fleet(
                                plan,
                                List.of(
                                        new Silence(Set.of(1), away),
                                        new Shutdown(Set.of(2), away, away, Goodbye.STOPPED),
                                        new Shutdown(Set.of(3), away, away, Goodbye.REBOOTING))));

        List<SilenceTruth> silences = truth.silences(Duration.ofSeconds(30), plan.end());
        assertThat(silences)
                .singleElement()
                .satisfies(
                        silence -> {
                            assertThat(silence.hostId())
                                    .isEqualTo(HostProfile.of(plan.seed(), 1).id());
                            assertThat(silence.heardMillis() - silence.sinceMillis())
                                    .isEqualTo(61_000);
                        });
        assertThat(truth.silences(Duration.ofMinutes(2), plan.end())).isEmpty();
        assertThat(truth.silences(Duration.ofSeconds(30), plan.end().plusSeconds(31)))
                .as("nobody says goodbye at the end")
                .hasSize(1 + 5);
    }

    @Test
    void aWindowHoldsTheSamplesFromItsStartToBeforeItsEnd() {
        GroundTruth truth =
                GroundTruth.of(
                        List.of(
                                sample("a", 1, 0, 0.25),
                                sample("a", 2, 59_999, 0.75),
                                sample("a", 3, 60_000, 0.5)));

        assertThat(truth.windows(Duration.ofMinutes(1), Duration.ofMinutes(1)))
                .containsExactly(
                        new WindowTruth(
                                "a",
                                T0,
                                T0 + 60_000,
                                Map.of(CPU, new MetricTruth(2, 1.0, 0.5, 0.25, 0.75, 0.75))),
                        new WindowTruth(
                                "a",
                                T0 + 60_000,
                                T0 + 120_000,
                                Map.of(CPU, new MetricTruth(1, 0.5, 0.5, 0.5, 0.5, 0.5))));
    }

    @Test
    void aSampleLiesInSizeBySlideSlidingWindows() {
        GroundTruth truth = GroundTruth.of(List.of(sample("a", 1, 15_000, 0.5)));

        assertThat(truth.windows(Duration.ofSeconds(30), Duration.ofSeconds(10)))
                .extracting(WindowTruth::startMillis)
                .containsExactly(T0 - 10_000, T0, T0 + 10_000);
    }

    @Test
    void theLastValueIsThatOfTheNewestSampleWhateverTheOrderOfArrival() {
        GroundTruth truth =
                GroundTruth.of(
                        List.of(
                                sample("a", 1, 1_000, 0.25),
                                sample("a", 3, 3_000, 0.75),
                                sample("a", 2, 2_000, 0.5)));

        assertThat(onlyWindow(truth).metrics().get(CPU).last()).isEqualTo(0.75);
    }

    @Test
    void repetitionsCountOnce() {
        GroundTruth truth =
                GroundTruth.of(
                        List.of(
                                sample("a", 1, 1_000, 0.25),
                                sample("a", 2, 2_000, 0.75),
                                sample("a", 1, 1_000, 0.25),
                                sample("b", 1, 1_000, 0.5)));

        assertThat(truth.records()).isEqualTo(4);
        assertThat(truth.distinctSamples()).isEqualTo(3);
        assertThat(truth.repetitions()).isEqualTo(1);
        assertThat(truth.windows(Duration.ofMinutes(1), Duration.ofMinutes(1)))
                .extracting(window -> window.metrics().get(CPU).count())
                .containsExactly(2L, 1L);
    }

    @Test
    void aMetricThatASampleLacksCountsOnlyWhereItIs() {
        HostSample withUser =
                HostSample.newBuilder(((SampleRecord) sample("a", 2, 2_000, 0.5)).sample())
                        .setCpu(Cpu.newBuilder().setTotalNormPct(0.5).setUserNormPct(0.25))
                        .build();
        GroundTruth truth =
                GroundTruth.of(
                        List.of(sample("a", 1, 1_000, 0.5), SampleRecord.of(T0 + 2_000, withUser)));

        assertThat(onlyWindow(truth).metrics().get(CPU).count()).isEqualTo(2);
        assertThat(onlyWindow(truth).metrics().get(USER))
                .isEqualTo(new MetricTruth(1, 0.25, 0.25, 0.25, 0.25, 0.25));
    }

    @Test
    void hostsWithTheirClockAheadAreNamedAndLeftOut() {
        FleetRecord ahead =
                SampleRecord.of(T0, ((SampleRecord) sample("b", 1, 7_200_000, 0.95)).sample());
        GroundTruth truth = GroundTruth.of(List.of(sample("a", 1, 1_000, 0.5), ahead));

        assertThat(truth.clocksAhead()).containsExactly(Map.entry("b", Duration.ofHours(2)));
        assertThat(onlyWindow(truth).hostId()).isEqualTo("a");
        assertThat(truth.alerts(SustainedCondition.above(CPU, 0.9, Duration.ZERO))).isEmpty();
        assertThat(truth.distinctSamples()).isEqualTo(2);
    }

    @Test
    void recordsThatPassByAreAddedOnceTheyHaveBeenDealtWith() {
        GroundTruth truth = new GroundTruth();
        Iterator<FleetRecord> passing =
                truth.observing(
                        List.of(sample("a", 1, 0, 0.5), sample("a", 2, 1_000, 0.5)).iterator());

        passing.next();
        assertThat(truth.records()).isZero();
        assertThat(passing).toIterable().containsExactly(sample("a", 2, 1_000, 0.5));
        assertThat(truth.distinctSamples()).isEqualTo(2);
    }

    @Test
    void refusalsAreListedAndCountedByCategory() {
        ByteString value = ByteString.copyFromUtf8("{");
        GroundTruth truth =
                GroundTruth.of(
                        List.of(
                                sample("a", 1, 0, 0.5),
                                new MalformedRecord(
                                        T0, "a", T0, value, RefusalCategory.MALFORMED_JSON),
                                new MalformedRecord(
                                        T0, "b", T0, ByteString.EMPTY, RefusalCategory.EMPTY),
                                new MalformedRecord(
                                        T0, "b", T0, value, RefusalCategory.MALFORMED_JSON)));

        assertThat(truth.refusals())
                .first()
                .isEqualTo(new Refusal(RefusalCategory.MALFORMED_JSON, "a", value));
        assertThat(truth.refusalsByCategory())
                .containsOnly(
                        Map.entry(RefusalCategory.MALFORMED_JSON, 2L),
                        Map.entry(RefusalCategory.EMPTY, 1L));
    }

    @Test
    void anAlertFiresOnceTheConditionHasHeldAndResolvesAtTheClearThreshold() {
        GroundTruth truth = cpuEverySecond(0.5, 0.95, 0.92, 0.99, 0.85, 0.91, 0.8, 0.5);

        assertThat(truth.alerts(new SustainedCondition(CPU, 0.9, 0.8, Duration.ofSeconds(2))))
                .containsExactly(new AlertTruth("a", T0 + 1_000, T0 + 3_000, T0 + 6_000));
    }

    @Test
    void withoutAClearThresholdItResolvesAsSoonAsTheMetricIsNotAbove() {
        GroundTruth truth = cpuEverySecond(0.95, 0.95, 0.90, 0.95);

        assertThat(truth.alerts(SustainedCondition.above(CPU, 0.9, Duration.ofSeconds(1))))
                .containsExactly(new AlertTruth("a", T0, T0 + 1_000, T0 + 2_000));
    }

    @Test
    void aDipStartsTheWaitAnew() {
        GroundTruth truth = cpuEverySecond(0.95, 0.95, 0.90, 0.95, 0.95, 0.5);

        assertThat(truth.alerts(SustainedCondition.above(CPU, 0.9, Duration.ofSeconds(2))))
                .isEmpty();
    }

    @Test
    void anAlertThatHoldsAtTheEndIsNotResolved() {
        GroundTruth truth = cpuEverySecond(0.95, 0.95);

        assertThat(truth.alerts(SustainedCondition.above(CPU, 0.9, Duration.ofSeconds(1))))
                .containsExactly(new AlertTruth("a", T0, T0 + 1_000, null));
    }

    @Test
    void aConditionCanHoldAndResolveTwice() {
        GroundTruth truth = cpuEverySecond(0.95, 0.95, 0.5, 0.95, 0.95, 0.5);

        assertThat(truth.alerts(SustainedCondition.above(CPU, 0.9, Duration.ofSeconds(1))))
                .hasSize(2);
    }

    @Test
    void theStockConditionIsThatOfTheStockRule() throws Exception {
        String rule = Files.readString(Path.of("..", "rules", "sustained-cpu.yaml"));
        SustainedCondition stock = SustainedCondition.SUSTAINED_CPU;

        assertThat(rule)
                .contains("metric: " + stock.metric())
                .containsPattern("above: 0?" + stock.above() + "0?\\s")
                .containsPattern("clear: 0?" + stock.clear() + "0?\\s")
                .containsPattern("(?m)^for: " + stock.held().toSeconds() + "s$");
    }

    @Test
    void aSpikingFleetRaisesOneAlertForEveryHostThatSpikesAndNoneForBursts() {
        FleetPlan plan = Plans.everySecond(20, 60);
        Fleet fleet = new Fleet(plan, ScenarioMix.of(List.of(ScenarioName.CPU_SPIKE), plan));

        List<AlertTruth> alerts = GroundTruth.of(fleet).alerts(SustainedCondition.SUSTAINED_CPU);

        assertThat(alerts)
                .hasSize(2)
                .allMatch(alert -> alert.firedMillis() - alert.beganMillis() == 10_000)
                .allMatch(alert -> alert.resolvedMillis() != null);
        assertThat(alerts).extracting(AlertTruth::hostId).doesNotHaveDuplicates();
    }

    @Test
    void theOrderOfArrivalAndRepetitionsChangeNothing() {
        FleetPlan plan = Plans.everySecond(3, 60);
        Fleet steady = new Fleet(plan, List.of(new Steady()));
        Fleet disturbed =
                new Fleet(
                        plan,
                        ScenarioMix.of(
                                EnumSet.of(ScenarioName.OUT_OF_ORDER, ScenarioName.DUPLICATES),
                                plan));

        GroundTruth truth = GroundTruth.of(disturbed);

        assertThat(truth.repetitions()).isPositive();
        assertThat(truth.windows(Duration.ofSeconds(30), Duration.ofSeconds(10)))
                .isEqualTo(
                        GroundTruth.of(steady)
                                .windows(Duration.ofSeconds(30), Duration.ofSeconds(10)));
    }

    @Test
    void everyAggregatedMetricButCountersIsInEveryWindow() {
        GroundTruth truth =
                GroundTruth.of(new Fleet(Plans.everySecond(2, 30), List.of(new Steady())));

        assertThat(truth.windows(Duration.ofMinutes(1), Duration.ofMinutes(1)))
                .hasSize(2)
                .allMatch(
                        window ->
                                window.metrics().size()
                                        == MetricCatalogue.get().aggregated(Dimension.HOST).stream()
                                                .filter(metric -> !metric.isCounter())
                                                .count());
    }

    @Test
    void whatIsNotKnownIsRefused() {
        assertThatThrownBy(() -> new GroundTruth(List.of("system.diskio.iostat.busy")))
                .hasMessage("'system.diskio.iostat.busy' is no host-level metric of the catalogue");
        assertThatThrownBy(
                        () ->
                                new GroundTruth(List.of(USER))
                                        .alerts(SustainedCondition.SUSTAINED_CPU))
                .hasMessageContaining("'" + CPU + "'");
        assertThatThrownBy(
                        () ->
                                new GroundTruth()
                                        .windows(Duration.ofSeconds(10), Duration.ofSeconds(30)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SustainedCondition(CPU, 0.8, 0.9, Duration.ofSeconds(1)))
                .hasMessageContaining("clear is 0.9");
    }

    private static GroundTruth cpuEverySecond(double... ratios) {
        GroundTruth truth = new GroundTruth(List.of(CPU));
        for (int second = 0; second < ratios.length; second++) {
            truth.add(sample("a", second + 1, second * 1000L, ratios[second]));
        }
        return truth;
    }

    private static FleetRecord sample(
            String hostId, long sequence, long millisAfterT0, double cpuRatio) {
        long timeMillis = T0 + millisAfterT0;
        return SampleRecord.of(
                timeMillis,
                HostSample.newBuilder()
                        .setSchemaVersion(SampleCodec.SCHEMA_VERSION)
                        .setTime(SampleCodec.timestamp(Instant.ofEpochMilli(timeMillis)))
                        .setHost(HostIdentity.newBuilder().setId(hostId))
                        .setAgent(AgentIdentity.newBuilder().setRunId("run").setSequence(sequence))
                        .setCpu(Cpu.newBuilder().setTotalNormPct(cpuRatio))
                        .build());
    }

    private static WindowTruth onlyWindow(GroundTruth truth) {
        List<WindowTruth> windows = truth.windows(Duration.ofMinutes(1), Duration.ofMinutes(1));
        assertThat(windows).hasSize(1);
        return windows.get(0);
    }
}
