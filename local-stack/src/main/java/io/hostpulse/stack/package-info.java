/**
 * The whole system on one machine without Docker: Kafka, Elasticsearch, Flink, the job and this
 * host's agent as processes of their own, and the command line that starts, stops and shows them.
 */
package io.hostpulse.stack;
