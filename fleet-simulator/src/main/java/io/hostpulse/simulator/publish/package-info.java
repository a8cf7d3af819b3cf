/** Sends records to Kafka at a chosen pace. */
package io.hostpulse.simulator.publish;
