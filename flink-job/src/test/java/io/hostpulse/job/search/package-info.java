/** Real Elasticsearch servers for integration tests, and a client of them. */
package io.hostpulse.job.search;
