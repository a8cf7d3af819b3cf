/** Asks other hosts over the network, on threads of their own, so that no sample waits for them. */
package io.hostpulse.agent.probe;
