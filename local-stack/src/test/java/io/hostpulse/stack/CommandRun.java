package io.hostpulse.stack;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A command that was run.
 *
 * @param lines that it printed, on both streams
 */
record CommandRun(int exitCode, List<String> lines) {

    static CommandRun of(String... arguments) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(printed, true, StandardCharsets.UTF_8);
        PrintStream out = System.out;
        PrintStream err = System.err;
        System.setOut(both);
        System.setErr(both);
        try {
            int exitCode = Hostpulse.run(arguments);
            return new CommandRun(
                    exitCode, printed.toString(StandardCharsets.UTF_8).lines().toList());
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    String output() {
        return String.join("\n", lines);
    }
}
