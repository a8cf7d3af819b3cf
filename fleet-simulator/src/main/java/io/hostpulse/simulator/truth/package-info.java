/**
 * What must come out of a fleet's records, computed by plain loops and without anything that the
 * job uses to compute it.
 */
package io.hostpulse.simulator.truth;
