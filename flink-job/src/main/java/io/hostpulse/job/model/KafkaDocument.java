package io.hostpulse.job.model;

/**
 * A JSON document on its way through Kafka.
 *
 * @param id the document's id in Elasticsearch
 * @param version what is newer about the same has a greater one, and a replay gives it the same
 *     again; 0 where one is as good as another
 * @param timestampMillis the time that the document is about
 */
public record KafkaDocument(
        String key, String id, long version, long timestampMillis, byte[] json) {}
