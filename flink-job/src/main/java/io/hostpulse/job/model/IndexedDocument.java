package io.hostpulse.job.model;

/** A JSON document on its way to Elasticsearch. */
public record IndexedDocument(String index, String id, byte[] json) {}
