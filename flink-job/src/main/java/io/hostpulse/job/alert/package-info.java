/** The life of an alert, and of the alert about one that comes and goes too often. */
package io.hostpulse.job.alert;
