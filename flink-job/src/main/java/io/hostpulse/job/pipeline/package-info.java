/** The graphs, one class each. */
package io.hostpulse.job.pipeline;
