/**
 * Turns the numbers of a host into groups of a sample, one class per subject. Where the numbers
 * come from is behind small interfaces, so that every reader can be tested with numbers of ours.
 */
package io.hostpulse.agent.read;
