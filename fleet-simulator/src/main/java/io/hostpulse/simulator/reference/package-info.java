/**
 * What windows and alerts must come of a host's records, computed from the definitions by plain
 * loops over everything that has arrived. It shares nothing with the job but the wire format, so
 * that the two can be compared; {@link io.hostpulse.simulator.reference.ReferenceAlerts} defines
 * when rules make alerts.
 */
package io.hostpulse.simulator.reference;
