/**
 * The detect pipeline over a real topic: its jobs, what they cost, keep and spend their time on.
 */
package io.hostpulse.benchmarks.detect;
