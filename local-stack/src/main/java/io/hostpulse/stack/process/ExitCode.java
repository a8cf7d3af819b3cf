package io.hostpulse.stack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a process ended with, as a shell counts it: from 129 on, 128 and the signal that ended it.
 */
public record ExitCode(int value) {

    private static final int SIGNALS = 128;

    /** As written by the shell that waits for each process: its number and its code. */
    static Optional<ExitCode> read(Path file, long pid) {
        try {
            String[] words = Files.readString(file).strip().split(" ");
            return words.length == 2 && words[0].equals(Long.toString(pid))
                    ? Optional.of(new ExitCode(Integer.parseInt(words[1])))
                    : Optional.empty();
        } catch (IOException | NumberFormatException unknown) {
            return Optional.empty();
        }
    }

    /** Whether somebody has asked it to end, or killed it. */
    boolean isAsked() {
        return value == SIGNALS + 9 || value == SIGNALS + 15;
    }

    /** {@code exit code 137 (killed)}. */
    public String describe() {
        String signal =
                switch (value - SIGNALS) {
                    case 4 -> " (illegal instruction)";
                    case 6 -> " (aborted)";
                    case 7, 11 -> " (memory access)";
                    case 9 -> " (killed)";
                    case 15 -> " (asked to end)";
                    default -> "";
                };
        return "exit code " + value + signal;
    }
}
