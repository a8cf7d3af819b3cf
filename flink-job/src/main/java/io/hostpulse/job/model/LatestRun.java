package io.hostpulse.job.model;

/** The run of an agent that sent a host's newest new sample, and which of its samples came. */
public record LatestRun(String runId, SeenRun seen) {}
