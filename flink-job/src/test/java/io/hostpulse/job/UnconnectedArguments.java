package io.hostpulse.job;

import java.util.stream.Stream;

/** Arguments of a job that is built and never runs: nothing answers at its addresses. */
public final class UnconnectedArguments {

    private UnconnectedArguments() {}

    public static String[] with(String... more) {
        return Stream.concat(
                        Stream.of(
                                "--bootstrap-servers",
                                "localhost:1",
                                "--elasticsearch",
                                "http://localhost:1",
                                "--alertmanager",
                                "http://localhost:1"),
                        Stream.of(more))
                .toArray(String[]::new);
    }
}
