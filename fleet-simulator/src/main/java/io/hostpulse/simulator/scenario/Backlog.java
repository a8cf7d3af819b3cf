package io.hostpulse.simulator.scenario;

import io.hostpulse.wire.proto.HostSample;
import java.util.Set;

/**
 * Hosts cannot reach Kafka for a stretch. Their agents go on measuring and keep the samples. When
 * Kafka can be reached again new samples are sent as they are taken, and the kept ones beside them,
 * evenly and in order, marked as spooled.
 *
 * @param hosts indexes of the hosts
 * @param offline when Kafka cannot be reached
 * @param replayed when what was kept is sent
 */
public record Backlog(Set<Integer> hosts, Stretch offline, Stretch replayed) implements Scenario {

    /**
     * @throws IllegalArgumentException if samples would be sent while Kafka cannot be reached
     */
    public Backlog {
        hosts = Set.copyOf(hosts);
        if (replayed.from().compareTo(offline.to()) < 0) {
            throw new IllegalArgumentException(
                    "replayed from " + replayed.from() + ", while offline until " + offline.to());
        }
    }

    @Override
    public HostSample mark(HostSample sample, Moment moment) {
        if (!isOffline(moment)) {
            return sample;
        }
        HostSample.Builder spooled = sample.toBuilder();
        spooled.getAgentBuilder().setSpooled(true);
        return spooled.build();
    }

    @Override
    public long delayMillis(Moment moment) {
        if (!isOffline(moment)) {
            return 0;
        }
        long sentMillis = replayed.at(offline.shareAt(moment.elapsedMillis()));
        return sentMillis - moment.elapsedMillis();
    }

    private boolean isOffline(Moment moment) {
        return hosts.contains(moment.host().index()) && offline.contains(moment.elapsedMillis());
    }
}
