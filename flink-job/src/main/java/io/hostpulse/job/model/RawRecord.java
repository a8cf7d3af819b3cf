package io.hostpulse.job.model;

/**
 * A Kafka record as it came.
 *
 * @param timestampMillis the record's time, which its topic leaves to senders or to the broker
 * @param stampedByBroker whether it is the broker's: when the record was appended
 * @param documentId value of the header {@code id}, null where there is none
 * @param documentVersion value of the header {@code version}, 0 where there is none
 * @param key null where the record has none
 * @param value null where the record has none
 */
public record RawRecord(
        String topic,
        int partition,
        long offset,
        long timestampMillis,
        boolean stampedByBroker,
        String documentId,
        long documentVersion,
        byte[] key,
        byte[] value) {

    /** A record with its sender's time, of no document or of one without a version. */
    public RawRecord(
            String topic,
            int partition,
            long offset,
            long timestampMillis,
            String documentId,
            byte[] key,
            byte[] value) {
        this(topic, partition, offset, timestampMillis, false, documentId, 0, key, value);
    }

    /**
     * When it arrived: at the broker if that is known, which stays the same however often the
     * record is read; otherwise here.
     */
    public long arrivalMillis(long nowMillis) {
        return stampedByBroker ? timestampMillis : nowMillis;
    }

    /** Where it was read: {@code topic-partition-offset}. */
    public String origin() {
        return topic + "-" + partition + "-" + offset;
    }
}
