/** How long to wait before something is tried again. */
package io.hostpulse.job.retry;
