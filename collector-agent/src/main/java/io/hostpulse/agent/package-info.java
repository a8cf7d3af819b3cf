/**
 * The collector agent: takes a reading of the host at a steady pace and publishes it to Kafka as
 * one sample.
 */
package io.hostpulse.agent;
