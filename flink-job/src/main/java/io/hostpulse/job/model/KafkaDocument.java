package io.hostpulse.job.model;

/**
 * A JSON document on its way through Kafka.
 *
 * @param id the document's id in Elasticsearch
 * @param timestampMillis the time that the document is about
 * @param detail whether other documents tell the same in coarser steps, so that it need not be
 *     indexed
 */
public record KafkaDocument(
        String key, String id, long timestampMillis, byte[] json, boolean detail) {

    /** One that is no detail. */
    public KafkaDocument(String key, String id, long timestampMillis, byte[] json) {
        this(key, id, timestampMillis, json, false);
    }
}
