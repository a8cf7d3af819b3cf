package io.hostpulse.stack.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;

/**
 * Takes the terminal over for drawing: a screen of its own, no cursor, keys as they are typed. What
 * was there before returns on closing.
 */
public final class TerminalMode implements AutoCloseable {

    private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[2J";
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_REST_OF_LINE = "\u001b[K";
    private static final String CLEAR_REST_OF_SCREEN = "\u001b[J";

    private final PrintStream out;
    private final String before;

    public TerminalMode(PrintStream out) {
        this.out = out;
        this.before = stty("-g");
        stty("-icanon", "-echo", "min", "0", "time", "0");
        out.print(ENTER);
        out.flush();
    }

    /** Replaces what is on the screen. */
    public void show(Iterable<String> lines) {
        StringBuilder screen = new StringBuilder(HOME);
        String separator = "";
        for (String line : lines) {
            screen.append(separator).append(line).append(CLEAR_REST_OF_LINE);
            separator = "\r\n";
        }
        out.print(screen.append(CLEAR_REST_OF_SCREEN));
        out.flush();
    }

    /** A key that was pressed and not read yet, or -1. */
    public int readKey() {
        try {
            return System.in.available() > 0 ? System.in.read() : -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        out.print(LEAVE);
        out.flush();
        stty(before);
    }

    /** What stty answers about the controlling terminal; nothing if there is none. */
    static String stty(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "stty";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            Process stty =
                    new ProcessBuilder(command)
                            .redirectInput(new File("/dev/tty"))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String answer = new String(stty.getInputStream().readAllBytes(), UTF_8).strip();
            stty.waitFor();
            return answer;
        } catch (IOException noTerminal) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
