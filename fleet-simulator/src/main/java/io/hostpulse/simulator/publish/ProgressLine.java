package io.hostpulse.simulator.publish;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Tells people how far the sending is: on a terminal in one line that is written over, else in a
 * line every ten seconds.
 */
public final class ProgressLine implements Consumer<PublishProgress>, AutoCloseable {

    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final PrintStream out;
    private final boolean isTerminal;
    private Duration nextLine = EVERY;

    ProgressLine(PrintStream out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    /** A line on standard error, which stays open. */
    public static ProgressLine onStandardError(boolean isTerminal) {
        return new ProgressLine(System.err, isTerminal);
    }

    @Override
    public void accept(PublishProgress progress) {
        if (isTerminal) {
            out.print(CLEAR_LINE + line(progress));
            out.flush();
        } else if (progress.elapsed().compareTo(nextLine) >= 0) {
            nextLine = progress.elapsed().plus(EVERY);
            out.println(line(progress));
        }
    }

    /** Takes the line off the terminal. */
    @Override
    public void close() {
        if (isTerminal) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }

    private static String line(PublishProgress progress) {
        return String.format(
                Locale.ROOT,
                "%6d s  %,d records sent, %,.0f/s, %,d failed",
                progress.elapsed().toSeconds(),
                progress.sent(),
                progress.sentPerSecond(),
                progress.failed());
    }
}
