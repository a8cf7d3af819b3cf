/** Measurements, each a program of its own; docs/benchmarks.md says how to run them. */
package io.hostpulse.benchmarks;
