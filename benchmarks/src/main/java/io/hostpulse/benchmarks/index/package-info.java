/** What the measurements of indexing have in common. */
package io.hostpulse.benchmarks.index;
