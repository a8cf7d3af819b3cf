package io.hostpulse.job.model;

/**
 * A JSON document on its way through Kafka.
 *
 * @param id the document's id in Elasticsearch
 * @param timestampMillis the time that the document is about
 */
public record KafkaDocument(String key, String id, long timestampMillis, byte[] json) {}
