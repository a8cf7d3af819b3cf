/** Programs that watch a host, and what they cost it. */
package io.hostpulse.benchmarks.footprint;
