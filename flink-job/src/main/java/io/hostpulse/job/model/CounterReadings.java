package io.hostpulse.job.model;

/**
 * What a host's counters of which there are windows showed when they were last read.
 *
 * @param runId the run of the agent that read them
 * @param previousRunId the run before that, empty if there was none
 * @param bootId which boot of the host it was, empty if samples do not say
 * @param values by {@link io.hostpulse.job.ingest.HostMetrics#counters}, NaN for those that have
 *     never come
 */
public record CounterReadings(String runId, String previousRunId, String bootId, double[] values) {}
