/**
 * Simulated fleets: which records they would send to Kafka, in which order. The same plan always
 * makes the same records.
 */
package io.hostpulse.simulator;
