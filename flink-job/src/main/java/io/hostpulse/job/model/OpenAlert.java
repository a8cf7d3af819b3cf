package io.hostpulse.job.model;

/**
 * An alert that is not resolved.
 *
 * @param newest what was said of it last
 * @param beforeNoData the state that it goes back to when its data comes again; means nothing
 *     unless it has no data
 */
public record OpenAlert(AlertTransition newest, AlertTransition.State beforeNoData) {}
