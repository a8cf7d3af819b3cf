/** What the stack asks of its servers: topics of Kafka, jobs of Flink, documents. */
package io.hostpulse.stack.client;
