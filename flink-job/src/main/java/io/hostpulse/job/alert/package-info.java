/** The life of an alert. */
package io.hostpulse.job.alert;
