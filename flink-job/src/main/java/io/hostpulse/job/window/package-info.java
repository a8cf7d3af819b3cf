/** Tumbling and sliding aggregates, each host on its own clock. */
package io.hostpulse.job.window;
