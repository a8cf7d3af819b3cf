package io.hostpulse.simulator.scenario;

import io.hostpulse.simulator.host.HostLoad;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The clock of some hosts is set, again and again, while the host is busy: from some time before
 * until some time after its CPU use is 94 % and more.
 *
 * @param hosts indexes of the hosts
 * @param settings what the clock is set to, one after the other
 * @param busy how long before and after the host is busy
 */
public record ClockSteps(Set<Integer> hosts, List<Setting> settings, Duration busy)
        implements Scenario {

    /**
     * @param from since the start of the fleet
     * @param ahead by how much the clock is ahead of true time from then on; negative: behind
     */
    public record Setting(Duration from, Duration ahead) {}

    /**
     * @throws IllegalArgumentException if the settings are not one after the other
     */
    public ClockSteps {
        hosts = Set.copyOf(hosts);
        settings = List.copyOf(settings);
        for (int i = 1; i < settings.size(); i++) {
            if (settings.get(i).from().compareTo(settings.get(i - 1).from()) <= 0) {
                throw new IllegalArgumentException(
                        settings.get(i) + " does not come after " + settings.get(i - 1));
            }
        }
    }

    @Override
    public HostLoad shape(HostLoad load, Moment moment) {
        boolean isBusy =
                hosts.contains(moment.host().index())
                        && settings.stream().anyMatch(each -> isNear(each, moment));
        return isBusy ? Saturation.cpu(load) : load;
    }

    @Override
    public long clockOffsetMillis(Moment moment) {
        long offsetMillis = 0;
        if (hosts.contains(moment.host().index())) {
            for (Setting setting : settings) {
                if (setting.from().toMillis() <= moment.elapsedMillis()) {
                    offsetMillis = setting.ahead().toMillis();
                }
            }
        }
        return offsetMillis;
    }

    private boolean isNear(Setting setting, Moment moment) {
        return Math.abs(setting.from().toMillis() - moment.elapsedMillis()) < busy.toMillis();
    }
}
