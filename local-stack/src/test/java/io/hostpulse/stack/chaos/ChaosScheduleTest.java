package io.hostpulse.stack.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.chaos.Fault.FillDisk;
import io.hostpulse.stack.chaos.Fault.Freeze;
import io.hostpulse.stack.chaos.Fault.Rollback;
import io.hostpulse.stack.chaos.Fault.SetClock;
import io.hostpulse.stack.chaos.Fault.Upgrade;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChaosScheduleTest {

    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void theSameSeedBreaksTheSameThingsAtTheSameTimes() {
        assertThat(ChaosSchedule.of(7, FIVE_MINUTES)).isEqualTo(ChaosSchedule.of(7, FIVE_MINUTES));
        assertThat(ChaosSchedule.of(7, FIVE_MINUTES))
                .isNotEqualTo(ChaosSchedule.of(8, FIVE_MINUTES));
    }

    @Test
    void inAnHourEverythingIsBroken() {
        List<TimedFault> faults = ChaosSchedule.of(7, HOUR).faults();

        Set<Class<?>> kinds = new HashSet<>();
        faults.forEach(each -> kinds.add(each.fault().getClass()));
        assertThat(kinds).containsExactlyInAnyOrder(Fault.class.getPermittedSubclasses());
        assertThat(faults)
                .extracting(TimedFault::fault)
                .filteredOn(FillDisk.class::isInstance)
                .extracting(fault -> ((FillDisk) fault).disk())
                .contains(Disk.values());
    }

    @Test
    void faultsComeInOrderAndLeaveTimeInTheEnd() {
        List<TimedFault> faults = ChaosSchedule.of(7, FIVE_MINUTES).faults();

        assertThat(faults)
                .hasSizeGreaterThan(20)
                .isSortedAccordingTo(java.util.Comparator.comparing(TimedFault::at));
        assertThat(faults.get(faults.size() - 1).at())
                .isLessThanOrEqualTo(FIVE_MINUTES.minusSeconds(15));
    }

    @Test
    void theSpoolIsFullWhileItIsNeeded() {
        List<TimedFault> faults = ChaosSchedule.of(7, HOUR).faults();

        for (TimedFault each : faults) {
            if (each.fault() instanceof FillDisk fill && fill.disk() == Disk.SPOOL) {
                assertThat(faults)
                        .contains(
                                new TimedFault(
                                        each.at(), new Freeze(Component.KAFKA, fill.length())));
            }
        }
    }

    @Test
    void nothingIsRolledBackThatWasNotUpgraded() {
        boolean isUpgraded = false;
        for (TimedFault each : ChaosSchedule.of(7, HOUR).faults()) {
            if (each.fault() instanceof Rollback) {
                assertThat(isUpgraded).as(each.toString()).isTrue();
                isUpgraded = false;
            } else if (each.fault() instanceof Upgrade) {
                isUpgraded = true;
            }
        }
    }

    /** Two samples of one host at one time would be one document. */
    @Test
    void noTwoSettingsOfAClockDifferByWholeSeconds() {
        Set<String> seen = new HashSet<>();
        for (TimedFault each : ChaosSchedule.of(7, FIVE_MINUTES).faults()) {
            if (each.fault() instanceof SetClock set) {
                long withinSecond = Math.floorMod(set.ahead().toMillis(), 1_000);
                assertThat(seen.add(set.host() + " " + withinSecond)).as(each.toString()).isTrue();
                assertThat(withinSecond).isPositive();
            }
        }
        assertThat(seen).isNotEmpty();
    }

    @Test
    void whatIsTooShortForAFaultIsRefused() {
        assertThatThrownBy(() -> ChaosSchedule.of(7, Duration.ofSeconds(20)))
                .hasMessage("20 s are too short: no fault would come");
    }
}
