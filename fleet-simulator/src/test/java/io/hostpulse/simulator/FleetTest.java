package io.hostpulse.simulator;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hostpulse.simulator.FleetRecord.SampleRecord;
import io.hostpulse.simulator.scenario.CpuSpike;
import io.hostpulse.simulator.scenario.Scenario;
import io.hostpulse.simulator.scenario.ScenarioName;
import io.hostpulse.simulator.scenario.Steady;
import io.hostpulse.simulator.scenario.Stretch;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.MetricGroup;
import io.hostpulse.wire.MetricGroup.MetricField;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.Cpu;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.HostSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class FleetTest {

    private static final List<Scenario> STEADY = List.of(new Steady());

    @Test
    void theSamePlanMakesTheSameRecordsToTheByte() {
        FleetPlan plan = Plans.everySecond(20, 30);
        List<Scenario> everything = ScenarioMix.of(EnumSet.allOf(ScenarioName.class), plan);

        Fleet fleet = new Fleet(plan, everything);
        Fleet again = new Fleet(plan, ScenarioMix.of(EnumSet.allOf(ScenarioName.class), plan));

        assertThat(records(fleet)).isEqualTo(records(again)).isEqualTo(records(fleet));
    }

    @Test
    void anotherSeedMakesOtherRecords() {
        List<FleetRecord> records = records(new Fleet(Plans.withSeed(1, 3, 3), STEADY));
        List<FleetRecord> others = records(new Fleet(Plans.withSeed(2, 3, 3), STEADY));

        assertThat(records).doesNotContainAnyElementsOf(others);
    }

    @Test
    void theSameFleetAtAnotherTimeHasOtherRuns() {
        FleetPlan plan = Plans.everySecond(5, 1);
        FleetPlan later =
                new FleetPlan(
                        plan.seed(),
                        plan.hosts(),
                        plan.start().plusSeconds(60),
                        plan.duration(),
                        plan.interval());

        Set<String> runs = new HashSet<>();
        for (FleetPlan each : List.of(plan, later)) {
            samples(new Fleet(each, STEADY))
                    .forEach(sample -> runs.add(sample.getAgent().getRunId()));
        }

        assertThat(runs).hasSize(10);
    }

    @Test
    void theRecordsOfOneHostAreThoseThatItHasAmongAll() {
        FleetPlan plan = Plans.everySecond(30, 60);
        Fleet fleet = new Fleet(plan, ScenarioMix.of(EnumSet.allOf(ScenarioName.class), plan));

        Map<String, List<FleetRecord>> byHost =
                records(fleet).stream().collect(groupingBy(FleetRecord::key));

        for (int index = 0; index < plan.hosts(); index++) {
            List<FleetRecord> alone = new ArrayList<>();
            fleet.recordsOf(index).forEach(alone::add);
            assertThat(alone).isEqualTo(byHost.get(alone.get(0).key()));
        }
    }

    @Test
    void recordsComeInOrderOfArrivalAndNeverBeforeTheirTime() {
        FleetPlan plan = Plans.everySecond(20, 30);
        Fleet fleet =
                new Fleet(
                        plan,
                        ScenarioMix.of(
                                EnumSet.complementOf(
                                        EnumSet.of(
                                                ScenarioName.CLOCK_SKEW, ScenarioName.CLOCK_STEPS)),
                                plan));

        List<FleetRecord> records = records(fleet);

        assertThat(records).extracting(FleetRecord::arrivalMillis).isSorted();
        assertThat(records).allMatch(each -> each.arrivalMillis() > each.timestampMillis());
    }

    @Test
    void everyHostSendsOneSampleAnInterval() {
        List<HostSample> samples = samples(new Fleet(Plans.everySecond(10, 30), STEADY));

        Map<String, List<HostSample>> byHost =
                samples.stream().collect(groupingBy(sample -> sample.getHost().getId()));
        assertThat(byHost).hasSize(10);
        assertThat(byHost.values())
                .allSatisfy(
                        ofHost -> {
                            assertThat(ofHost).hasSize(30);
                            for (int i = 0; i < ofHost.size(); i++) {
                                HostSample sample = ofHost.get(i);
                                assertThat(sample.getAgent().getSequence()).isEqualTo(i + 1L);
                                assertThat(SampleCodec.timeMillis(sample))
                                        .isEqualTo(
                                                SampleCodec.timeMillis(ofHost.get(0)) + i * 1000L);
                            }
                        });
    }

    @Test
    void hostsAreNamedAfterSeedIndexAndRole() {
        HostSample sample = samples(new Fleet(Plans.withSeed(7, 1, 1), STEADY)).get(0);

        assertThat(sample.getHost().getId()).isEqualTo("sim-7-0000");
        assertThat(sample.getHost().getName())
                .isEqualTo(sample.getHost().getLabelsOrThrow("role") + "-000.sim");
        assertThat(sample.getHost().getLabelsOrThrow("environment")).isNotBlank();
    }

    @Test
    void keysAndTimestampsAreThoseOfTheSamples() throws Exception {
        for (FleetRecord each : new Fleet(Plans.everySecond(3, 3), STEADY)) {
            HostSample decoded = SampleCodec.decode(each.value().toByteArray());

            assertThat(each.key()).isEqualTo(decoded.getHost().getId());
            assertThat(each.timestampMillis()).isEqualTo(SampleCodec.timeMillis(decoded));
        }
    }

    @Test
    void everyMetricOfTheHostThatWindowsAreComputedOfIsThere() {
        for (HostSample sample : samples(new Fleet(Plans.everySecond(5, 2), STEADY))) {
            for (MetricGroup group : MetricCatalogue.get().groups()) {
                for (MetricField field : group.metrics()) {
                    if (group.dimension() == Dimension.HOST && field.metric().aggregated()) {
                        assertThat(group.messages(sample))
                                .as(field.metric().name())
                                .singleElement()
                                .matches(message -> message.hasField(field.field()));
                    }
                }
            }
        }
    }

    @Test
    void everyNumberIsOneThatAHostCanHaveMeasuredAndLiesOnTheGrid() {
        FleetPlan plan = Plans.everySecond(20, 60);
        Fleet fleet = new Fleet(plan, ScenarioMix.of(EnumSet.allOf(ScenarioName.class), plan));

        for (HostSample sample : samples(fleet)) {
            for (MetricGroup group : MetricCatalogue.get().groups()) {
                for (var message : group.messages(sample)) {
                    for (MetricField field : group.metrics()) {
                        if (message.hasField(field.field())) {
                            Number value = (Number) message.getField(field.field());
                            requireExact(field.metric(), value.doubleValue());
                        }
                    }
                }
            }
        }
    }

    @Test
    void cpuStatesAddUpToOne() {
        for (HostSample sample : samples(new Fleet(Plans.everySecond(10, 30), STEADY))) {
            Cpu cpu = sample.getCpu();
            double busy =
                    cpu.getUserNormPct()
                            + cpu.getSystemNormPct()
                            + cpu.getNiceNormPct()
                            + cpu.getIrqNormPct()
                            + cpu.getSoftirqNormPct()
                            + cpu.getStealNormPct();
            double cores = sample.getCores(0).getTotalPct() + sample.getCores(1).getTotalPct();

            assertThat(busy).isEqualTo(cpu.getTotalNormPct());
            assertThat(busy + cpu.getIdleNormPct() + cpu.getIowaitNormPct()).isEqualTo(1);
            assertThat(cpu.getTotalPct()).isEqualTo(2 * busy);
            assertThat(cores).isEqualTo(2 * busy);
        }
    }

    @Test
    void countersGrowByWhatTheRatesSay() {
        List<HostSample> samples = samples(new Fleet(Plans.everySecond(1, 20), STEADY));

        for (int i = 1; i < samples.size(); i++) {
            var before = samples.get(i - 1).getInterfaces(0);
            var after = samples.get(i).getInterfaces(0);
            assertThat((double) (after.getInBytes() - before.getInBytes()))
                    .isCloseTo(after.getInBytesPerSec(), within(1.0));
        }
    }

    @Test
    void aScenarioChangesNothingForOtherHosts() {
        FleetPlan plan = Plans.everySecond(6, 20);
        Scenario spike =
                new CpuSpike(
                        Set.of(2),
                        Set.of(),
                        new Stretch(Duration.ZERO, Duration.ofSeconds(20)),
                        Duration.ofSeconds(1));

        List<FleetRecord> steady = records(new Fleet(plan, STEADY));
        List<FleetRecord> spiking = records(new Fleet(plan, List.of(spike)));

        assertThat(withoutHost("sim-42-0002", spiking))
                .isEqualTo(withoutHost("sim-42-0002", steady));
        assertThat(spiking).isNotEqualTo(steady);
    }

    @Test
    void nothingComesAfterTheLastRecord() {
        Iterator<FleetRecord> records = new Fleet(Plans.everySecond(1, 1), STEADY).iterator();
        records.next();

        assertThat(records.hasNext()).isFalse();
        assertThatThrownBy(records::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void aPlanNamesTheValueThatIsWrongAndWhatIsAllowed() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new FleetPlan(1, 0, Plans.START, second, second))
                .hasMessage("hosts is 0, allowed is 1 to 1000000");
        assertThatThrownBy(() -> new FleetPlan(1, 1, Plans.START, second, Duration.ZERO))
                .hasMessage("interval is 0s, allowed is 1ms to 1d");
        assertThatThrownBy(() -> new FleetPlan(1, 1, Plans.START, second, Duration.ofSeconds(10)))
                .hasMessage("duration is 1s, it must be at least one interval of 10s");
        assertThatThrownBy(() -> new FleetPlan(1, 1, Instant.EPOCH, second, second))
                .hasMessageContaining("start is 1970-01-01T00:00:00Z");
    }

    private static void requireExact(Metric metric, double value) {
        assertThat(metric.accepts(value)).as(metric.name() + " " + value).isTrue();
        assertThat(value * 1024).as(metric.name()).isEqualTo(Math.rint(value * 1024));
    }

    private static List<FleetRecord> records(Fleet fleet) {
        List<FleetRecord> records = new ArrayList<>();
        fleet.forEach(records::add);
        return records;
    }

    private static List<HostSample> samples(Fleet fleet) {
        return StreamSupport.stream(fleet.spliterator(), false)
                .filter(SampleRecord.class::isInstance)
                .map(each -> ((SampleRecord) each).sample())
                .toList();
    }

    private static List<FleetRecord> withoutHost(String id, List<FleetRecord> records) {
        return records.stream().filter(each -> !each.key().equals(id)).toList();
    }
}
