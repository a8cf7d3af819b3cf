/** What the job keeps, and whether it can start from what another release of it has kept. */
package io.hostpulse.job.state;
