package io.hostpulse.simulator;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.simulator.FleetRecord.MalformedRecord;
import io.hostpulse.simulator.FleetRecord.SampleRecord;
import io.hostpulse.simulator.scenario.ClockSkew;
import io.hostpulse.simulator.scenario.ClockSteps;
import io.hostpulse.simulator.scenario.CpuSpike;
import io.hostpulse.simulator.scenario.DiskFill;
import io.hostpulse.simulator.scenario.Duplicates;
import io.hostpulse.simulator.scenario.Malformed;
import io.hostpulse.simulator.scenario.MemoryClimb;
import io.hostpulse.simulator.scenario.OutOfOrder;
import io.hostpulse.simulator.scenario.Scenario;
import io.hostpulse.simulator.scenario.Shutdown;
import io.hostpulse.simulator.scenario.Silence;
import io.hostpulse.simulator.scenario.Steady;
import io.hostpulse.simulator.scenario.Stretch;
import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.RefusalCategory;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** What each scenario promises, on a fleet of two hosts of which the first is struck. */
class ScenarioTest {

    private static final FleetPlan PLAN = Plans.everySecond(2, 100);
    private static final String STRUCK = "sim-42-0000";
    private static final String OTHER = "sim-42-0001";
    private static final Stretch STRETCH =
            new Stretch(Duration.ofSeconds(20), Duration.ofSeconds(60));

    @Test
    void steadyHostsStayFarFromEveryThreshold() {
        FleetPlan day =
                new FleetPlan(42, 5, Plans.START, Duration.ofDays(1), Duration.ofMinutes(5));

        for (FleetRecord each : new Fleet(day, List.of(new Steady()))) {
            HostSample sample = ((SampleRecord) each).sample();
            assertThat(sample.getCpu().getTotalNormPct()).isBetween(0.01, 0.7);
            assertThat(sample.getMemory().getActualUsedPct()).isBetween(0.09, 0.75);
            assertThat(sample.getFilesystemSummary().getFullestPct()).isBetween(0.09, 0.7);
        }
    }

    @Test
    void aSpikeHoldsTheCpuWellOver90PercentWithoutABreak() {
        Scenario spike = new CpuSpike(Set.of(0), Set.of(1), STRETCH, Duration.ofSeconds(4));

        List<Double> cpu = values(STRUCK, spike, sample -> sample.getCpu().getTotalNormPct());

        assertThat(cpu.subList(0, 20)).allMatch(ratio -> ratio < 0.7);
        assertThat(cpu.subList(20, 60)).allMatch(ratio -> ratio > 0.93);
        assertThat(cpu.subList(60, 100)).allMatch(ratio -> ratio < 0.7);
    }

    @Test
    void burstsAreAsHighButShort() {
        Scenario spike = new CpuSpike(Set.of(0), Set.of(1), STRETCH, Duration.ofSeconds(4));

        List<Double> cpu = values(OTHER, spike, sample -> sample.getCpu().getTotalNormPct());

        assertThat(runsAbove(0.9, cpu)).hasSizeGreaterThanOrEqualTo(2).allMatch(run -> run <= 4);
    }

    @Test
    void memoryClimbsToItsPeakAndFallsBack() {
        List<Double> memory =
                values(
                        STRUCK,
                        new MemoryClimb(Set.of(0), STRETCH),
                        sample -> sample.getMemory().getActualUsedPct());

        assertThat(memory.get(20)).isLessThan(0.75);
        assertThat(memory.get(59)).isGreaterThan(0.95);
        assertThat(memory.get(60)).isLessThan(0.75);
    }

    @Test
    void theRootFilesystemFillsEvenly() {
        List<Double> used =
                values(
                        STRUCK,
                        new DiskFill(Set.of(0), STRETCH),
                        sample -> sample.getFilesystems(0).getUsedPct());

        assertThat(used.subList(20, 60)).isSorted();
        assertThat(used.get(59)).isGreaterThan(0.97);
        assertThat(used.get(60)).isLessThan(0.7);
    }

    @Test
    void aSilentHostComesBackFreshlyBooted() {
        List<HostSample> samples = samples(STRUCK, new Silence(Set.of(0), STRETCH));

        assertThat(samples).hasSize(60);
        HostSample before = samples.get(19);
        HostSample after = samples.get(20);
        assertThat(SampleCodec.timeMillis(after) - SampleCodec.timeMillis(before))
                .isEqualTo(41_000);
        assertThat(after.getAgent().getSequence()).isEqualTo(1);
        assertThat(after.getAgent().getRunId()).isNotEqualTo(before.getAgent().getRunId());
        assertThat(after.getHost().getBootId()).isNotEqualTo(before.getHost().getBootId());
        assertThat(after.getUptime().getSeconds()).isLessThan(60);
        assertThat(after.getCpu().getUserMs()).isLessThan(before.getCpu().getUserMs());
    }

    @Test
    void aHostThatStopsSaysSoAndComesBackWithANewRunOfItsAgent() {
        List<HostSample> samples =
                samples(STRUCK, new Shutdown(Set.of(0), STRETCH, STRETCH, Goodbye.STOPPED));

        assertThat(samples).hasSize(60);
        HostSample before = samples.get(19);
        HostSample after = samples.get(20);
        assertThat(samples)
                .filteredOn(sample -> sample.getGoodbye() != Goodbye.NO_GOODBYE)
                .containsExactly(before);
        assertThat(before.getGoodbye()).isEqualTo(Goodbye.STOPPED);
        assertThat(after.getAgent().getSequence()).isEqualTo(1);
        assertThat(after.getAgent().getRunId()).isNotEqualTo(before.getAgent().getRunId());
        assertThat(after.getHost()).isEqualTo(before.getHost());
        assertThat(after.getUptime().getSeconds()).isGreaterThan(before.getUptime().getSeconds());
        assertThat(after.getCpu().getUserMs()).isGreaterThan(before.getCpu().getUserMs());
    }

    @Test
    void aHostThatRebootsSaysSoAndIsFreshlyBooted() {
        List<HostSample> samples =
                samples(STRUCK, new Shutdown(Set.of(0), STRETCH, STRETCH, Goodbye.REBOOTING));

        assertThat(samples.get(19).getGoodbye()).isEqualTo(Goodbye.REBOOTING);
        assertThat(samples.get(20).getHost().getBootId())
                .isNotEqualTo(samples.get(19).getHost().getBootId());
        assertThat(samples.get(20).getUptime().getSeconds()).isLessThan(60);
    }

    @Test
    void someSamplesArriveAfterLaterOnesButWithinTheBound() {
        Scenario outOfOrder = new OutOfOrder(Set.of(0), 0.3, Duration.ofMillis(2500));

        List<Long> times =
                samples(STRUCK, outOfOrder).stream().map(SampleCodec::timeMillis).toList();

        assertThat(times).hasSize(100).doesNotHaveDuplicates();
        assertThat(times).isNotEqualTo(times.stream().sorted().toList());
        long newest = Long.MIN_VALUE;
        for (long time : times) {
            newest = Math.max(newest, time);
            assertThat(newest - time).isLessThanOrEqualTo(2500);
        }
        assertThat(samples(OTHER, outOfOrder)).extracting(SampleCodec::timeMillis).isSorted();
    }

    @Test
    void someSamplesArriveTwiceTheSameToTheByte() {
        Map<Object, Integer> arrivals = new HashMap<>();
        for (FleetRecord each :
                new Fleet(PLAN, List.of(new Duplicates(Set.of(0), 0.3, Duration.ofSeconds(2))))) {
            arrivals.merge(each.value(), 1, Integer::sum);
        }

        assertThat(arrivals).hasSize(200);
        assertThat(arrivals.values()).contains(1, 2).allMatch(count -> count <= 2);
    }

    @Test
    void aClockIsAheadByTheSameAllTheTime() {
        Scenario skew = new ClockSkew(Set.of(0), Duration.ofHours(3));

        List<HostSample> skewed = samples(STRUCK, skew);
        List<HostSample> steady = samples(STRUCK, new Steady());

        for (int i = 0; i < steady.size(); i++) {
            assertThat(SampleCodec.timeMillis(skewed.get(i)))
                    .isEqualTo(SampleCodec.timeMillis(steady.get(i)) + 3 * 3_600_000L);
        }
        assertThat(samples(OTHER, skew)).isEqualTo(samples(OTHER, new Steady()));
    }

    @Test
    void aClockIsSetAndTheHostIsBusyThen() {
        Scenario steps =
                new ClockSteps(
                        Set.of(0),
                        List.of(
                                new ClockSteps.Setting(
                                        Duration.ofSeconds(20), Duration.ofMinutes(4)),
                                new ClockSteps.Setting(Duration.ofSeconds(40), Duration.ZERO)),
                        Duration.ofSeconds(5));

        List<HostSample> set = samples(STRUCK, steps);
        List<HostSample> steady = samples(STRUCK, new Steady());

        for (int i = 0; i < steady.size(); i++) {
            long aheadMillis = i >= 20 && i < 40 ? 240_000 : 0;
            assertThat(SampleCodec.timeMillis(set.get(i)))
                    .isEqualTo(SampleCodec.timeMillis(steady.get(i)) + aheadMillis);
            assertThat(set.get(i).getUptime()).isEqualTo(steady.get(i).getUptime());
        }
        assertThat(set.get(38).getCpu().getTotalNormPct()).isGreaterThan(0.9);
        assertThat(samples(OTHER, steps)).isEqualTo(samples(OTHER, new Steady()));
    }

    @Test
    void malformedRecordsComeInAllCategoriesBesideCompleteSamples() {
        List<MalformedRecord> malformed = new ArrayList<>();
        for (FleetRecord each : new Fleet(PLAN, List.of(new Malformed(Set.of(0), 5)))) {
            if (each instanceof MalformedRecord record) {
                malformed.add(record);
            }
        }

        assertThat(malformed).hasSize(20).allMatch(each -> each.key().equals(STRUCK));
        assertThat(malformed.stream().map(MalformedRecord::category).collect(toSet()))
                .isEqualTo(EnumSet.complementOf(EnumSet.of(RefusalCategory.TOO_LARGE)));
        assertThat(malformed)
                .allSatisfy(
                        each ->
                                assertThatThrownBy(
                                                () ->
                                                        SampleCodec.decode(
                                                                each.value().toByteArray()))
                                        .isInstanceOfSatisfying(
                                                MalformedSampleException.class,
                                                e ->
                                                        assertThat(e.category())
                                                                .isEqualTo(each.category())));
        assertThat(samples(STRUCK, new Malformed(Set.of(0), 5))).hasSize(100);
    }

    private static List<HostSample> samples(String hostId, Scenario scenario) {
        List<HostSample> samples = new ArrayList<>();
        for (FleetRecord each : new Fleet(PLAN, List.of(scenario))) {
            if (each instanceof SampleRecord record && record.key().equals(hostId)) {
                samples.add(record.sample());
            }
        }
        return samples;
    }

    private static List<Double> values(
            String hostId, Scenario scenario, ToDoubleFunction<HostSample> value) {
        return samples(hostId, scenario).stream().map(value::applyAsDouble).toList();
    }

    /** Lengths of the runs of values above {@code threshold}. */
    private static List<Integer> runsAbove(double threshold, List<Double> values) {
        List<Integer> runs = new ArrayList<>();
        int length = 0;
        for (double value : values) {
            if (value > threshold) {
                length++;
            } else if (length > 0) {
                runs.add(length);
                length = 0;
            }
        }
        return runs;
    }
}
