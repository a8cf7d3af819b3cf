package io.hostpulse.stack.command;

import io.hostpulse.simulator.FleetRecord;
import io.hostpulse.simulator.publish.PublishSummary;
import io.hostpulse.simulator.truth.GroundTruth;
import io.hostpulse.simulator.truth.SustainedCondition;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The part of the records that Kafka has acknowledged when it has not taken all of them. */
final class TakenRecords {

    private final Set<String> hosts = new HashSet<>();
    private final GroundTruth truth = newTruth();
    private long count;
    private long firstMillis = Long.MAX_VALUE;
    private long lastMillis = Long.MIN_VALUE;

    private TakenRecords() {}

    /** An empty truth about what is reported. */
    static GroundTruth newTruth() {
        return new GroundTruth(List.of(SustainedCondition.SUSTAINED_CPU.metric()));
    }

    /**
     * @param records the same as were sent, in the same order
     */
    static TakenRecords of(PublishSummary summary, Iterator<FleetRecord> records) {
        TakenRecords taken = new TakenRecords();
        summary.acknowledged().among(records).forEachRemaining(taken::add);
        return taken;
    }

    /** What must come of them. */
    GroundTruth truth() {
        return truth;
    }

    /** A sentence about what they are. */
    String describe(PublishSummary summary) {
        String range =
                count == 0
                        ? ""
                        : ", from %s to %s"
                                .formatted(
                                        Instant.ofEpochMilli(firstMillis),
                                        Instant.ofEpochMilli(lastMillis));
        return String.format(
                Locale.ROOT,
                "Kafka has taken %,d of %,d records, of %,d hosts%s. It may have some of the others too, which it has not acknowledged.",
                count,
                summary.sent() + summary.failed(),
                hosts.size(),
                range);
    }

    private void add(FleetRecord taken) {
        count++;
        hosts.add(taken.key());
        firstMillis = Math.min(firstMillis, taken.timestampMillis());
        lastMillis = Math.max(lastMillis, taken.timestampMillis());
        truth.add(taken);
    }
}
