/**
 * One simulated host: who it is, how busy it is over the day, and the sample that an agent would
 * take of it.
 */
package io.hostpulse.simulator.host;
