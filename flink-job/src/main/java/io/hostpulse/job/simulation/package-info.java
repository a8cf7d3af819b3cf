/** The functions of the detect pipeline on a clock that is set, without a cluster. */
package io.hostpulse.job.simulation;
