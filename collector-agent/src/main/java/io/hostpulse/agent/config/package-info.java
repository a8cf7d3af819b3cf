/**
 * Reads settings from a file, the environment and flags, and collects everything that is wrong with
 * them. Knows nothing of what the settings are for.
 */
package io.hostpulse.agent.config;
