/** Measures how other hosts answer over the network. */
package io.hostpulse.agent.probe;
