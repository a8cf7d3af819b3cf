/**
 * A bounded spool on disk for samples that Kafka does not take at present: append-only segments of
 * checked records, read again in the order in which they were written.
 */
package io.hostpulse.agent.spool;
