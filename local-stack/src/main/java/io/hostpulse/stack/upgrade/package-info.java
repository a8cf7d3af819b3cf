/**
 * Replaces the running job by another one without losing state: savepoints and their records, the
 * change from one job to the next, and the way back.
 */
package io.hostpulse.stack.upgrade;
