package io.hostpulse.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.simulator.scenario.ClockSkew;
import io.hostpulse.simulator.scenario.CpuSpike;
import io.hostpulse.simulator.scenario.DiskFill;
import io.hostpulse.simulator.scenario.Duplicates;
import io.hostpulse.simulator.scenario.Malformed;
import io.hostpulse.simulator.scenario.MemoryClimb;
import io.hostpulse.simulator.scenario.OutOfOrder;
import io.hostpulse.simulator.scenario.Scenario;
import io.hostpulse.simulator.scenario.ScenarioName;
import io.hostpulse.simulator.scenario.Silence;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScenarioMixTest {

    @Test
    void everyScenarioGetsATenthOfTheHostsAndNoHostTwo() {
        List<Scenario> mix =
                ScenarioMix.of(EnumSet.allOf(ScenarioName.class), Plans.everySecond(200, 60));

        assertThat(mix).hasSize(ScenarioName.values().length);
        Set<Integer> given = new HashSet<>();
        for (Scenario scenario : mix) {
            Set<Integer> hosts = hostsOf(scenario);
            assertThat(hosts).allSatisfy(host -> assertThat(given.add(host)).isTrue());
        }
        assertThat(given).hasSize(9 * 20);
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
                .hasMessageEndingWith("malformed");
    }

    private static Set<Integer> hostsOf(Scenario scenario) {
        Set<Integer> hosts = new HashSet<>();
        if (scenario instanceof CpuSpike spike) {
            hosts.addAll(spike.hosts());
            hosts.addAll(spike.burstHosts());
        } else if (scenario instanceof MemoryClimb climb) {
            hosts.addAll(climb.hosts());
        } else if (scenario instanceof DiskFill fill) {
            hosts.addAll(fill.hosts());
        } else if (scenario instanceof Silence silence) {
            hosts.addAll(silence.hosts());
        } else if (scenario instanceof OutOfOrder outOfOrder) {
            hosts.addAll(outOfOrder.hosts());
        } else if (scenario instanceof Duplicates duplicates) {
            hosts.addAll(duplicates.hosts());
        } else if (scenario instanceof ClockSkew skew) {
            hosts.addAll(skew.hosts());
        } else if (scenario instanceof Malformed malformed) {
            hosts.addAll(malformed.hosts());
        }
        return hosts;
    }
}
