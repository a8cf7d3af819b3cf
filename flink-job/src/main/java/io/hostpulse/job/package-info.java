/** The Flink job: configuration, entry point, and in the packages below its pipelines. */
package io.hostpulse.job;
