/**
 * Sends samples to Kafka on a thread of its own, in order, and keeps what cannot be sent yet in a
 * bounded queue.
 */
package io.hostpulse.agent.publish;
