package io.hostpulse.job.document;

import com.google.protobuf.Message;
import io.hostpulse.wire.proto.Process;

/**
 * Fields that every process has in documents, known or not: the list of processes in Kibana fails
 * as a whole when one is without its owner or state, and knows processes by their command lines.
 */
final class ProcessFields {

    private static final String UNKNOWN = "unknown";

    private ProcessFields() {}

    /** What stands for a text that {@code thing} does not say; empty where nothing has to. */
    static String inPlaceOf(String label, Message thing) {
        if (!(thing instanceof Process process)) {
            return "";
        }
        return switch (label) {
            case "user.name", "system.process.state" -> UNKNOWN;
            // as ps(1) shows what has none, such as threads of the kernel
            case "system.process.cmdline" -> "[" + process.getName() + "]";
            default -> "";
        };
    }
}
