/** The JSON documents that topics carry and people search; knows nothing of Flink. */
package io.hostpulse.job.document;
