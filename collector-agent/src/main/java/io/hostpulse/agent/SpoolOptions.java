package io.hostpulse.agent;

import picocli.CommandLine.Option;

/** The spool's options as they were given. */
final class SpoolOptions {

    @Option(
            names = "--spool-dir",
            paramLabel = "DIR",
            defaultValue = "",
            description =
                    "Where samples wait while Kafka is away (default: spool in the state"
                            + " directory).")
    String directory = "";

    @Option(
            names = "--spool-size",
            paramLabel = "SIZE",
            defaultValue = "256MiB",
            description =
                    "What the spool may take on disk, such as 512MiB or 2GiB, at least 4MiB; the"
                            + " oldest samples are dropped beyond it (default: ${DEFAULT-VALUE}).")
    String size = "";

    @Option(
            names = "--spool-age",
            paramLabel = "TIME",
            defaultValue = "24h",
            description =
                    "How old spooled samples may become, such as 12h or 7d; 1m to 365d (default:"
                            + " ${DEFAULT-VALUE}).")
    String age = "";

    @Option(
            names = "--no-spool",
            description = "Write nothing to disk; samples wait in memory, and few of them.")
    boolean none;
}
