/** From bytes in Kafka to samples that can be trusted: decoded, cleaned, each one once. */
package io.hostpulse.job.ingest;
