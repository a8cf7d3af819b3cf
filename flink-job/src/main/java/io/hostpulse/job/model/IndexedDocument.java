package io.hostpulse.job.model;

/**
 * A JSON document on its way to Elasticsearch.
 *
 * @param version as {@link KafkaDocument} has it
 * @param json without line feeds: one would end it in the body of a bulk, and what comes after it
 *     could be any action
 */
public record IndexedDocument(String index, String id, long version, byte[] json) {

    /** One that replaces whatever is there. */
    public IndexedDocument(String index, String id, byte[] json) {
        this(index, id, 0, json);
    }
}
