/** How long to wait before something is tried again, and what is said meanwhile. */
package io.hostpulse.job.retry;
