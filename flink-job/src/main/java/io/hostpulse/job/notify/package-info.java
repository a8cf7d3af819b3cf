/** Telling Alertmanager about alerts. */
package io.hostpulse.job.notify;
