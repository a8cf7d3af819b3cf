/** Reads single values out of JSON text that other programs wrote. */
package io.hostpulse.agent.json;
