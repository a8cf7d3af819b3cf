/** Patterns over time, one class a kind. */
package io.hostpulse.job.pattern;
