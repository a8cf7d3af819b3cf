/** Which hosts there are, and which have fallen silent. */
package io.hostpulse.job.liveness;
