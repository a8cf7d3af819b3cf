package io.hostpulse.job.ingest;

import io.hostpulse.job.model.RawRecord;

/**
 * When a sample arrived.
 *
 * @param millis since 1970
 * @param isKnown whether Kafka says so; otherwise it is when the sample was read
 */
public record Arrival(long millis, boolean isKnown) {

    /** That of the record's sample, which is read at {@code nowMillis}. */
    public static Arrival of(RawRecord record, long nowMillis) {
        return new Arrival(record.arrivalMillis(nowMillis), record.stampedByBroker());
    }

    /** At Kafka, at that time. */
    public static Arrival at(long millis) {
        return new Arrival(millis, true);
    }
}
