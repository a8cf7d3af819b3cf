/** Writing to Elasticsearch. */
package io.hostpulse.job.index;
