package io.hostpulse.stack.command;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a new job is watched. */
final class StartOptions {

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "90s",
            converter = DurationConverter.class,
            description =
                    "Until the new job runs and has completed a checkpoint, default"
                            + " ${DEFAULT-VALUE}; then the old one is started again.")
    private Duration limit;

    Duration limit() {
        return limit;
    }
}
