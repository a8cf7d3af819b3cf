package io.hostpulse.agent.log;

/** How a line of the log is written. */
public enum LogFormat {
    TEXT,
    /** One object a line with the names of the Elastic Common Schema. */
    JSON
}
