/**
 * Reads Linux's own files under /proc and /sys where OSHI is dear, or tells less than they do. The
 * formats are those of proc(5) and of the kernel's documentation.
 */
package io.hostpulse.agent.linux;
