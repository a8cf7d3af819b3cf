/** Finds out before anything is sent whether Kafka would take it. */
package io.hostpulse.agent.check;
