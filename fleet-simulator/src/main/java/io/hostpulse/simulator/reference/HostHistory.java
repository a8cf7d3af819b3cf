package io.hostpulse.simulator.reference;

import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetRecord;
import io.hostpulse.simulator.FleetRecord.SampleRecord;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The distinct samples of one host in the order in which they arrive. Run id and sequence tell
 * samples apart, the first of equal ones counts; what is no sample is passed over. {@link
 * SampleOrder} says which of them are live, and which time counts.
 */
public final class HostHistory {

    private final List<Reading> readings = new ArrayList<>();
    private final Set<SampleNumber> seen = new HashSet<>();
    private final ReferenceCounters counters = new ReferenceCounters();
    private final SampleOrder order = new SampleOrder();
    private HostIdentity host;

    private record SampleNumber(String runId, long sequence) {}

    /**
     * @throws IllegalArgumentException if there is no sample, or samples of several hosts
     */
    public static HostHistory of(Iterable<? extends FleetRecord> recordsOfHost) {
        HostHistory history = new HostHistory();
        for (FleetRecord each : recordsOfHost) {
            if (each instanceof SampleRecord sample) {
                history.add(sample.sample(), sample.arrivalMillis());
            }
        }
        if (history.host == null) {
            throw new IllegalArgumentException("there is no sample among the records");
        }
        return history;
    }

    /** The histories of a fleet's hosts, each made when it is asked for. */
    public static Stream<HostHistory> ofEachHostOf(Fleet fleet) {
        return IntStream.range(0, fleet.plan().hosts())
                .mapToObj(index -> of(fleet.recordsOf(index)));
    }

    /** Who the host is, by its first sample. */
    public HostIdentity host() {
        return host;
    }

    /** The distinct samples in order of arrival. */
    public List<Reading> readings() {
        return Collections.unmodifiableList(readings);
    }

    private void add(HostSample sample, long arrivalMillis) {
        if (host == null) {
            host = sample.getHost();
        }
        if (!host.getId().equals(sample.getHost().getId())) {
            throw new IllegalArgumentException(
                    "samples of " + host.getId() + " and of " + sample.getHost().getId());
        }
        AgentIdentity agent = sample.getAgent();
        if (seen.add(new SampleNumber(agent.getRunId(), agent.getSequence()))) {
            Reading reading = order.next(sample, arrivalMillis);
            readings.add(reading.withIncreases(counters.increases(sample, reading)));
        }
    }
}
