package io.hostpulse.job.model;

/**
 * A Kafka record as it came.
 *
 * @param documentId value of the header {@code id}, null where there is none
 * @param key null where the record has none
 * @param value null where the record has none
 */
public record RawRecord(
        String topic,
        int partition,
        long offset,
        long timestampMillis,
        String documentId,
        byte[] key,
        byte[] value) {

    /** Where it was read: {@code topic-partition-offset}. */
    public String origin() {
        return topic + "-" + partition + "-" + offset;
    }
}
