package io.hostpulse.job.model;

/**
 * An alert on its way to Alertmanager.
 *
 * @param newest how it is now
 * @param told what Alertmanager was told last; null if nothing yet
 */
public record NotifiedAlert(AlertNotice newest, AlertNotice told) {}
