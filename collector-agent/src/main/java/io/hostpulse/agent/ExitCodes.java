package io.hostpulse.agent;

/** How the agent ends, as its help and its manual page have it; the unit goes by it. */
final class ExitCodes {

    static final String HEADING = "%nExit codes:%n";
    static final String DONE = "0:done";
    static final String CANNOT_RUN = "1:it cannot run; the reason may go by itself";
    static final String WRONG_CONFIGURATION =
            "2:wrong options or configuration; another start does not help";

    /** Of a JVM with -XX:+ExitOnOutOfMemoryError. */
    static final String OUT_OF_MEMORY = "3:out of memory";

    /** Of any JVM: 128 and the signal. */
    static final String TERMINATED = "143:stopped by SIGTERM, as it should";

    private ExitCodes() {}
}
