/** Looks at what is spoken at a port, before a client of Kafka's relies on it. */
package io.hostpulse.wire.port;
