/**
 * The contract between agents and job: topics, samples in both encodings, and the catalogue that
 * says what every number in a sample is.
 */
package io.hostpulse.wire;
