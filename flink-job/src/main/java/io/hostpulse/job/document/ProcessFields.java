package io.hostpulse.job.document;

import io.hostpulse.wire.proto.Process;

/**
 * Fields that every process has in documents, known or not: the list of processes in Kibana fails
 * as a whole when one is without its owner or state, and knows processes by their command lines.
 */
final class ProcessFields {

    private static final String UNKNOWN = "unknown";

    private ProcessFields() {}

    /** The command line as ps(1) shows it of what has none, such as threads of the kernel. */
    static void putMissing(Json json, Process process) {
        if (process.getUser().isEmpty()) {
            json.put("user.name", UNKNOWN);
        }
        if (process.getState().isEmpty()) {
            json.put("system.process.state", UNKNOWN);
        }
        if (process.getCommandLine().isEmpty()) {
            json.put("system.process.cmdline", "[" + process.getName() + "]");
        }
    }
}
