/**
 * What can happen to simulated hosts and their records. A scenario names the hosts that it happens
 * to, and changes nothing for the others.
 */
package io.hostpulse.simulator.scenario;
