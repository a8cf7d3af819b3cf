/**
 * Breaks a stack of its own by a seeded schedule while a simulated fleet sends, and compares what
 * comes of it with the reference.
 */
package io.hostpulse.stack.chaos;
