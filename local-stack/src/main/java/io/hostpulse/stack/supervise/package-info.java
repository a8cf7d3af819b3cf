/**
 * Starting again what has ended unasked: processes of the stack, and the job that ended with one.
 */
package io.hostpulse.stack.supervise;
