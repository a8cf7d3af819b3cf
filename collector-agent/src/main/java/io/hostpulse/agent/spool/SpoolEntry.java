package io.hostpulse.agent.spool;

/**
 * What one record of the spool holds.
 *
 * @param timeMillis the sample's time in milliseconds since 1970
 * @param key of the message to Kafka, at most 65535 bytes of UTF-8
 * @param value of the message to Kafka
 */
public record SpoolEntry(long timeMillis, String key, byte[] value) {}
