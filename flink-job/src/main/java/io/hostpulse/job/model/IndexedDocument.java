package io.hostpulse.job.model;

/**
 * A JSON document on its way to Elasticsearch.
 *
 * @param version as {@link KafkaDocument} has it
 */
public record IndexedDocument(String index, String id, long version, byte[] json) {

    /** One that replaces whatever is there. */
    public IndexedDocument(String index, String id, byte[] json) {
        this(index, id, 0, json);
    }
}
