package io.hostpulse.stack.view;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What the output can show: colours and changing lines are for terminals only. */
public enum Terminal {
    /** A file or a pipe. */
    NONE,
    /** A terminal whose user wants no colours. */
    MONOCHROME,
    COLOUR;

    private static final String ESCAPE = "\u001b[";
    private static final String RESET = ESCAPE + "0m";

    /** Colours that say something. */
    public enum Colour {
        GOOD(32),
        WARNING(33),
        BAD(31),
        FAINT(2),
        STRONG(1);

        private final int code;

        Colour(int code) {
            this.code = code;
        }
    }

    /** That of standard output. */
    public static Terminal ofStandardOutput() {
        return of(isTerminal(Path.of("/proc/self/fd/1")), System.getenv());
    }

    /** <a href="https://no-color.org/">NO_COLOR</a> is honoured, and so is a dumb terminal. */
    static Terminal of(boolean isTerminal, Map<String, String> environment) {
        if (!isTerminal || environment.getOrDefault("TERM", "dumb").equals("dumb")) {
            return NONE;
        }
        return environment.getOrDefault("NO_COLOR", "").isEmpty() ? COLOUR : MONOCHROME;
    }

    /** The text in a colour, or as it is if the output shows none. */
    public String paint(Colour colour, String text) {
        return this == COLOUR ? ESCAPE + colour.code + "m" + text + RESET : text;
    }

    /** Whether what was written can be overwritten. */
    public boolean isChangeable() {
        return this != NONE;
    }

    private static boolean isTerminal(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor)
                    .toString()
                    .matches("/dev/(pts/\\d+|tty.*|console)");
        } catch (IOException unknown) {
            return false;
        }
    }
}
