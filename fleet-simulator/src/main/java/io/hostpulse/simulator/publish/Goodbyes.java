package io.hostpulse.simulator.publish;

import io.hostpulse.simulator.FleetRecord;
import io.hostpulse.simulator.FleetRecord.SampleRecord;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/**
 * What hosts send last, so that nobody waits for more: each of those that have sent a sample says
 * that it is gone, a millisecond after its newest one.
 */
public final class Goodbyes implements Iterable<FleetRecord> {

    private final Map<String, Newest> newestByHost = new TreeMap<>();

    private record Newest(long timeMillis, long arrivalMillis) {

        static Newest of(SampleRecord sample) {
            return new Newest(sample.timestampMillis(), sample.arrivalMillis());
        }

        Newest or(Newest other) {
            return other.timeMillis > timeMillis ? other : this;
        }
    }

    /** Hands on {@code records}, and notes whose each was when the next one is asked for. */
    public Iterator<FleetRecord> observing(Iterator<FleetRecord> records) {
        return new Iterator<>() {
            private FleetRecord handedOn;

            @Override
            public boolean hasNext() {
                if (handedOn instanceof SampleRecord sent) {
                    newestByHost.merge(sent.key(), Newest.of(sent), Newest::or);
                }
                handedOn = null;
                return records.hasNext();
            }

            @Override
            public FleetRecord next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                handedOn = records.next();
                return handedOn;
            }
        };
    }

    /** One for each host so far. */
    @Override
    public Iterator<FleetRecord> iterator() {
        return newestByHost.entrySet().stream()
                .map(host -> goodbye(host.getKey(), host.getValue()))
                .iterator();
    }

    private static FleetRecord goodbye(String hostId, Newest newest) {
        Instant time = Instant.ofEpochMilli(newest.timeMillis() + 1);
        return SampleRecord.of(
                newest.arrivalMillis(),
                HostSample.newBuilder()
                        .setSchemaVersion(SampleCodec.SCHEMA_VERSION)
                        .setTime(SampleCodec.timestamp(time))
                        .setHost(HostIdentity.newBuilder().setId(hostId))
                        .setGoodbye(Goodbye.REMOVED)
                        .build());
    }
}
