package io.hostpulse.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.simulator.FleetRecord.SampleRecord;
import io.hostpulse.simulator.host.HostProfile;
import io.hostpulse.simulator.scenario.Backlog;
import io.hostpulse.simulator.scenario.CpuBursts;
import io.hostpulse.simulator.scenario.CpuHotPlug;
import io.hostpulse.simulator.scenario.DeviceUnplugged;
import io.hostpulse.simulator.scenario.DiskThrash;
import io.hostpulse.simulator.scenario.Flapping;
import io.hostpulse.simulator.scenario.MetricMissing;
import io.hostpulse.simulator.scenario.NetworkBurst;
import io.hostpulse.simulator.scenario.ResourceSpike;
import io.hostpulse.simulator.scenario.Scenario;
import io.hostpulse.simulator.scenario.Shutdown;
import io.hostpulse.simulator.scenario.Steady;
import io.hostpulse.simulator.scenario.Stretch;
import io.hostpulse.simulator.scenario.ThrashCascade;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.Core;
import io.hostpulse.wire.proto.Cpu;
import io.hostpulse.wire.proto.Disk;
import io.hostpulse.wire.proto.Filesystem;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the scenarios promise that lead to alerts, or nearly so. */
class IncidentTest {

    private static final Set<Integer> NONE = Set.of();
    private static final Set<Integer> FIRST = Set.of(0);

    /** The first host takes its samples at whole seconds. */
    private static final Stretch STRETCH = seconds(20, 80);

    @Test
    void burstsComeAgainAndAgainForAsLongAsTheyShould() {
        List<Integer> saturated =
                secondsOf(
                        new CpuBursts(
                                FIRST, STRETCH, Duration.ofSeconds(4), Duration.ofSeconds(15)),
                        IncidentTest::isCpuSaturated);

        assertThat(saturated)
                .containsExactly(20, 21, 22, 23, 35, 36, 37, 38, 50, 51, 52, 53, 65, 66, 67, 68);
    }

    @Test
    void flappingStaysAsLongAtEither() {
        List<Integer> saturated =
                secondsOf(
                        new Flapping(FIRST, seconds(20, 60), Duration.ofSeconds(10)),
                        IncidentTest::isCpuSaturated);

        assertThat(saturated)
                .isEqualTo(IntStream.range(20, 60).filter(s -> s / 10 % 2 == 0).boxed().toList());
    }

    @Test
    void aResourceSpikeTakesCpuAndMemoryTogether() {
        List<Integer> both =
                secondsOf(
                        new ResourceSpike(FIRST, STRETCH),
                        sample ->
                                isCpuSaturated(sample)
                                        && sample.getMemory().getActualUsedPct() == 0.9375);

        assertThat(both).isEqualTo(range(20, 80));
    }

    @Test
    void aThrashingHostRunsOutOfMemoryThenSwapsThenWaits() {
        Scenario cascade = new ThrashCascade(FIRST, NONE, NONE, STRETCH, STRETCH);

        assertThat(secondsOf(cascade, IncidentTest::isMemoryFull)).isEqualTo(range(35, 80));
        assertThat(secondsOf(cascade, IncidentTest::isSwapping)).isEqualTo(range(50, 80));
        assertThat(secondsOf(cascade, IncidentTest::isWaiting)).isEqualTo(range(65, 80));
        List<Double> climb =
                samples(cascade).subList(20, 36).stream()
                        .map(sample -> sample.getMemory().getActualUsedPct())
                        .toList();
        assertThat(climb).isSorted();
    }

    @Test
    void theNearMissOfThrashingHasTheSameInTheOppositeOrder() {
        Scenario reversed = new ThrashCascade(NONE, FIRST, NONE, STRETCH, STRETCH);

        assertThat(secondsOf(reversed, IncidentTest::isWaiting)).isEqualTo(range(20, 40));
        assertThat(secondsOf(reversed, IncidentTest::isSwapping)).isEqualTo(range(40, 60));
        assertThat(secondsOf(reversed, sample -> sample.getMemory().getActualUsedPct() > 0.8))
                .isNotEmpty()
                .allMatch(second -> second >= 60 && second < 80);
    }

    @Test
    void theSlowNearMissHasItInOrderOverAnotherStretch() {
        Scenario slow = new ThrashCascade(NONE, NONE, FIRST, STRETCH, seconds(3, 93));

        assertThat(secondsOf(slow, IncidentTest::isSwapping)).isEqualTo(range(48, 93));
        assertThat(secondsOf(slow, IncidentTest::isWaiting)).isEqualTo(range(71, 93));
    }

    @Test
    void aNetworkBurstSaturatesTheCpuAndItsNearMissComesAfterIt() {
        Scenario burst = new NetworkBurst(FIRST, NONE, STRETCH);
        Scenario reversed = new NetworkBurst(NONE, FIRST, STRETCH);

        assertThat(secondsOf(burst, IncidentTest::isNetworkBusy)).isEqualTo(range(20, 80));
        assertThat(secondsOf(burst, IncidentTest::isCpuSaturated)).isEqualTo(range(50, 80));
        assertThat(secondsOf(reversed, IncidentTest::isNetworkBusy)).isEqualTo(range(50, 80));
        assertThat(secondsOf(reversed, IncidentTest::isCpuSaturated)).isEqualTo(range(20, 50));
    }

    @Test
    void aThrashedDiskDoesOver2500OperationsASecond() {
        assertThat(secondsOf(new DiskThrash(FIRST, STRETCH), IncidentTest::isThrashing))
                .isEqualTo(range(20, 80));
    }

    @Test
    void aHostThatNothingHappensToIsNothingOfThis() {
        Fleet day =
                new Fleet(
                        new FleetPlan(
                                7, 10, Plans.START, Duration.ofDays(1), Duration.ofMinutes(5)),
                        List.of(new Steady()));

        for (FleetRecord each : day) {
            HostSample sample = ((SampleRecord) each).sample();
            assertThat(isCpuSaturated(sample)).isFalse();
            assertThat(isSwapping(sample)).isFalse();
            assertThat(isWaiting(sample)).isFalse();
            assertThat(isThrashing(sample)).isFalse();
            assertThat(sample.getNetworkSummary().getBytesPerSec()).isLessThan(5_000_000);
        }
    }

    @Test
    void aMissingMetricIsAbsentWhileSamplesGoOnComing() {
        Scenario missing = new MetricMissing(FIRST, STRETCH, seconds(40, 50));

        assertThat(samples(missing)).hasSize(100);
        assertThat(secondsOf(missing, sample -> !sample.hasCpu())).isEqualTo(range(40, 50));
        assertThat(secondsOf(missing, IncidentTest::isCpuSaturated))
                .containsAll(range(20, 40))
                .containsAll(range(50, 80))
                .hasSize(50);
    }

    @Test
    void anUnpluggedDeviceVanishesAndComesBackWithNewCounters() {
        int index = hostWithTwoOfEach();
        Scenario unplugged = new DeviceUnplugged(Set.of(index), seconds(10, 90), seconds(40, 60));

        List<HostSample> samples = samplesOf(index, unplugged);

        HostSample before = samples.get(39);
        HostSample away = samples.get(40);
        HostSample after = samples.get(60);
        assertThat(before.getDisksList()).extracting(Disk::getName).containsExactly("sda", "sdb");
        assertThat(before.getDisks(1).getWriteOperationsPerSec()).isGreaterThan(1_250);
        assertThat(away.getDisksList()).extracting(Disk::getName).containsExactly("sda");
        assertThat(away.getFilesystemsList())
                .extracting(Filesystem::getMountPoint)
                .containsExactly("/");
        assertThat(away.getInterfacesList())
                .extracting(NetworkInterface::getName)
                .containsExactly("eth0");
        assertThat(away.getFilesystemSummary().getCount()).isEqualTo(1);
        assertThat(after.getDisksList()).extracting(Disk::getName).containsExactly("sda", "sdb");
        assertThat(after.getDisks(1).getWriteCount())
                .isLessThan(before.getDisks(1).getWriteCount());
        assertThat(after.getDisks(0).getWriteCount())
                .isGreaterThan(before.getDisks(0).getWriteCount());
    }

    @Test
    void coresKeepTheirNumbersWhileOthersComeAndGo() {
        Scenario hotPlug =
                new CpuHotPlug(
                        FIRST,
                        STRETCH,
                        List.of(
                                new CpuHotPlug.Change(Duration.ofSeconds(30), List.of(1)),
                                new CpuHotPlug.Change(Duration.ofSeconds(40), List.of(0, 1)),
                                new CpuHotPlug.Change(Duration.ofSeconds(50), List.of(0, 1, 2))));

        List<HostSample> samples = samples(hotPlug);

        assertThat(cores(samples.get(29))).containsExactly(0, 1);
        assertThat(cores(samples.get(30))).containsExactly(1);
        assertThat(cores(samples.get(40))).containsExactly(0, 1);
        assertThat(cores(samples.get(99))).containsExactly(0, 1, 2);
        assertThat(samples)
                .allSatisfy(
                        sample -> {
                            Cpu cpu = sample.getCpu();
                            assertThat(cpu.getCores()).isEqualTo(sample.getCoresCount());
                            assertThat(
                                            sample.getCoresList().stream()
                                                    .mapToDouble(Core::getTotalPct)
                                                    .sum())
                                    .isEqualTo(cpu.getTotalPct());
                        });
        assertThat(secondsOf(hotPlug, IncidentTest::isCpuSaturated)).isEqualTo(range(20, 80));
    }

    @Test
    void aHostIsBusyAroundItsShutdown() {
        Scenario shutdown = new Shutdown(FIRST, STRETCH, seconds(40, 60), Goodbye.STOPPED);

        assertThat(secondsOf(shutdown, IncidentTest::isCpuSaturated))
                .containsAll(range(20, 40))
                .containsAll(range(60, 80))
                .hasSize(40);
    }

    @Test
    void aBacklogComesBesideNewSamplesInOrderAndMarkedAsSpooled() {
        List<HostSample> samples = samples(new Backlog(FIRST, seconds(20, 60), seconds(62, 72)));

        assertThat(samples).hasSize(100);
        assertThat(samples.subList(0, 22).stream().map(IncidentTest::second))
                .containsExactlyElementsOf(
                        IntStream.concat(IntStream.range(0, 20), IntStream.of(60, 61))
                                .boxed()
                                .toList());
        List<HostSample> spooled =
                samples.stream().filter(sample -> sample.getAgent().getSpooled()).toList();
        assertThat(spooled).extracting(IncidentTest::second).isEqualTo(range(20, 60));
        assertThat(samples)
                .filteredOn(sample -> !sample.getAgent().getSpooled())
                .extracting(IncidentTest::second)
                .isSorted()
                .hasSize(60);
        assertThat(samples)
                .extracting(sample -> sample.getAgent().getRunId())
                .containsOnly(samples.get(0).getAgent().getRunId());
        int lastSpooled = samples.indexOf(spooled.get(39));
        assertThat(second(samples.get(lastSpooled + 1))).isBetween(71, 73);
    }

    @Test
    void nothingIsSentWhileKafkaCannotBeReached() {
        assertThatThrownBy(() -> new Backlog(FIRST, seconds(20, 60), seconds(50, 72)))
                .hasMessageContaining("while offline until PT1M");
    }

    private static boolean isCpuSaturated(HostSample sample) {
        return sample.getCpu().getTotalNormPct() > 0.93;
    }

    private static boolean isMemoryFull(HostSample sample) {
        return sample.getMemory().getActualUsedPct() == 0.9375;
    }

    private static List<Integer> cores(HostSample sample) {
        return sample.getCoresList().stream().map(Core::getId).toList();
    }

    /** To and fro; memory that climbs or is freed makes pages go one way. */
    private static boolean isSwapping(HostSample sample) {
        return sample.getMemory().getSwapInPagesPerSec() >= 2_000
                && sample.getMemory().getSwapOutPagesPerSec() >= 2_000;
    }

    private static boolean isWaiting(HostSample sample) {
        return sample.getCpu().getIowaitNormPct() >= 0.5;
    }

    private static boolean isThrashing(HostSample sample) {
        return sample.getDiskSummary().getOperationsPerSec() > 2_500;
    }

    private static boolean isNetworkBusy(HostSample sample) {
        return sample.getNetworkSummary().getInBytesPerSec() > 15_000_000;
    }

    /** The seconds since the start at which the first host's samples are so. */
    private static List<Integer> secondsOf(Scenario scenario, Predicate<HostSample> isSo) {
        return samples(scenario).stream().filter(isSo).map(IncidentTest::second).toList();
    }

    private static List<HostSample> samples(Scenario scenario) {
        return samplesOf(0, scenario);
    }

    private static List<HostSample> samplesOf(int index, Scenario scenario) {
        Fleet fleet = new Fleet(Plans.everySecond(index + 1, 100), List.of(scenario));
        List<HostSample> samples = new ArrayList<>();
        for (FleetRecord each : fleet.recordsOf(index)) {
            samples.add(((SampleRecord) each).sample());
        }
        return samples;
    }

    private static int second(HostSample sample) {
        return (int) ((SampleCodec.timeMillis(sample) - Plans.START.toEpochMilli()) / 1000);
    }

    private static int hostWithTwoOfEach() {
        return IntStream.range(0, 100)
                .filter(
                        index -> {
                            HostProfile profile = HostProfile.of(42, index);
                            return profile.disks().size() == 2 && profile.interfaces().size() == 2;
                        })
                .findFirst()
                .orElseThrow();
    }

    private static Stretch seconds(int from, int to) {
        return new Stretch(Duration.ofSeconds(from), Duration.ofSeconds(to));
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }
}
