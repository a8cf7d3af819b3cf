package io.hostpulse.simulator;

import io.hostpulse.simulator.scenario.Scenario;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.Set;

/** The hosts that a scenario happens to: whatever sets of indexes it has. */
final class ScenarioHosts {

    private ScenarioHosts() {}

    static Set<Integer> of(Scenario scenario) {
        Set<Integer> hosts = new HashSet<>();
        for (RecordComponent component : scenario.getClass().getRecordComponents()) {
            if (component.getType() == Set.class) {
                try {
                    ((Set<?>) component.getAccessor().invoke(scenario))
                            .forEach(host -> hosts.add((Integer) host));
                } catch (ReflectiveOperationException e) {
                    throw new LinkageError(e.getMessage(), e);
                }
            }
        }
        return hosts;
    }
}
