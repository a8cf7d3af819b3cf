/** Rules and maintenance: read from files, kept in Kafka's topic of rules. */
package io.hostpulse.stack.rule;
