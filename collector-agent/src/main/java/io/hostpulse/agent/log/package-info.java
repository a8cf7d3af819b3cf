/**
 * Writes the log as lines of text or JSON, with nothing in it that was told to be secret. A small
 * provider of SLF4J, for the agent's memory is counted.
 */
package io.hostpulse.agent.log;
