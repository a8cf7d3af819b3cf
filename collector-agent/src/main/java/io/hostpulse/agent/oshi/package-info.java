/**
 * Reads through OSHI what a system's own files do not tell, and everything on systems other than
 * Linux.
 */
package io.hostpulse.agent.oshi;
