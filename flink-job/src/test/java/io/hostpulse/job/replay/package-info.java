/** A simulated day through the detect pipeline, compared with a reference that knows no Flink. */
package io.hostpulse.job.replay;
