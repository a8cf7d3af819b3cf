package io.hostpulse.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.simulator.host.HostProfile;
import io.hostpulse.simulator.scenario.Backlog;
import io.hostpulse.simulator.scenario.CpuSpike;
import io.hostpulse.simulator.scenario.DiskFill;
import io.hostpulse.simulator.scenario.NetworkBurst;
import io.hostpulse.simulator.scenario.Scenario;
import io.hostpulse.simulator.scenario.ScenarioName;
import io.hostpulse.simulator.scenario.Stretch;
import io.hostpulse.simulator.scenario.ThrashCascade;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScenarioMixTest {

    @Test
    void aScenarioGetsATenthOfTheHostsAndItsNearMissAnother() {
        List<Scenario> mix =
                ScenarioMix.of(
                        List.of(ScenarioName.DISK_FILL, ScenarioName.NETWORK_BURST),
                        Plans.everySecond(200, 60));

        assertThat(mix).hasSize(2);
        assertThat(((DiskFill) mix.get(0)).hosts()).hasSize(20);
        assertThat(((NetworkBurst) mix.get(1)).hosts()).hasSize(20);
        assertThat(((NetworkBurst) mix.get(1)).reversedHosts()).hasSize(20);
    }

    @Test
    void noHostHasTwoScenariosEvenWhereAllOfThemHappen() {
        List<Scenario> mix =
                ScenarioMix.of(EnumSet.allOf(ScenarioName.class), Plans.everySecond(200, 60));

        Set<Integer> given = new HashSet<>();
        for (Scenario scenario : mix) {
            assertThat(ScenarioHosts.of(scenario))
                    .allSatisfy(host -> assertThat(given.add(host)).as("%s", scenario).isTrue());
        }
        assertThat(given).hasSize(28 * (200 / 28));
    }

    @Test
    void whatMustBeQuickToBeItselfIsQuickOnALongDay() {
        FleetPlan day = FleetPlan.simulatedDay(42, Plans.START);
        List<Scenario> mix =
                ScenarioMix.of(List.of(ScenarioName.THRASH_CASCADE, ScenarioName.BACKLOG), day);

        assertThat(length(((ThrashCascade) mix.get(0)).stretch()))
                .isEqualTo(Duration.ofMinutes(15));
        assertThat(length(((Backlog) mix.get(1)).offline())).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void onlyHostsWithSomethingToUnplugAreChosenForThat() {
        List<Scenario> mix =
                ScenarioMix.of(List.of(ScenarioName.DEVICE_UNPLUGGED), Plans.everySecond(100, 60));

        assertThat(mix)
                .hasSize(2)
                .flatExtracting(ScenarioHosts::of)
                .hasSize(20)
                .allSatisfy(host -> assertThat(HostProfile.of(42, (int) host).disks()).hasSize(2));
    }

    @Test
    void aFleetOfOneHostHasTheScenarioOnThatHost() {
        List<Scenario> mix =
                ScenarioMix.of(List.of(ScenarioName.CPU_SPIKE), Plans.everySecond(1, 60));

        assertThat(mix)
                .singleElement()
                .satisfies(
                        scenario -> {
                            assertThat(((CpuSpike) scenario).hosts()).containsExactly(0);
                            assertThat(((CpuSpike) scenario).burstHosts()).isEmpty();
                        });
    }

    @Test
    void anUnknownNameIsAnsweredWithThoseThatThereAre() {
        assertThatThrownBy(() -> ScenarioName.parse("cpu_spike"))
                .hasMessageStartingWith("there is no scenario 'cpu_spike', only steady, cpu-spike")
                .hasMessageEndingWith("clock-steps");
    }

    private static Duration length(Stretch stretch) {
        return stretch.to().minus(stretch.from());
    }
}
