/** Material for measuring what writing documents takes. */
package io.hostpulse.benchmarks.document;
