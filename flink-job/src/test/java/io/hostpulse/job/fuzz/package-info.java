/** Damaged samples, and what becomes of them. */
package io.hostpulse.job.fuzz;
