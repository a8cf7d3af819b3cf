package io.hostpulse.stack.command;

import static java.util.stream.Collectors.joining;

import io.hostpulse.stack.Progress;
import io.hostpulse.stack.view.Terminal;
import io.hostpulse.stack.view.Terminal.Colour;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One line on standard output for every finished step; on a terminal also a last line with what is
 * being done, which the next one overwrites.
 */
final class ConsoleProgress implements Progress, AutoCloseable {

    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final long REDRAW_MILLIS = 200;
    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final PrintStream out = System.out;
    private final Terminal terminal = Terminal.ofStandardOutput();
    private final Set<String> running = new LinkedHashSet<>();
    private final Map<String, String> details = new HashMap<>();
    private final long startNanos = System.nanoTime();
    private long lastToldNanos = startNanos;
    private final ScheduledExecutorService redraw =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "progress");
                        thread.setDaemon(true);
                        return thread;
                    });

    ConsoleProgress() {
        if (terminal.isChangeable()) {
            redraw.scheduleAtFixedRate(
                    this::showRunning, REDRAW_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public synchronized void started(String step) {
        running.add(step);
    }

    @Override
    public synchronized void finished(String step, Duration time, String detail) {
        running.remove(step);
        print(line(terminal.paint(Colour.GOOD, "ok    "), time, step, detail));
    }

    @Override
    public synchronized void failed(String step, Duration time) {
        running.remove(step);
        print(line(terminal.paint(Colour.BAD, "failed"), time, step, ""));
    }

    /** Where no line can be overwritten, now and then a line of its own. */
    @Override
    public synchronized void waiting(String step, String detail) {
        details.put(step, detail);
        if (!terminal.isChangeable() && System.nanoTime() - lastToldNanos > TELL_NANOS) {
            lastToldNanos = System.nanoTime();
            print("  " + terminal.paint(Colour.FAINT, "        " + step + ": " + detail));
        }
    }

    @Override
    public synchronized void note(String sentence) {
        print("  " + terminal.paint(Colour.WARNING, "note  ") + "  " + sentence);
    }

    @Override
    public synchronized void close() {
        redraw.shutdownNow();
        running.clear();
        clear();
    }

    private static String line(String outcome, Duration time, String step, String detail) {
        double seconds = time.toMillis() / 1000.0;
        return "  %s %6.1f s  %-22s %s".formatted(outcome, seconds, step, detail).stripTrailing();
    }

    private void print(String line) {
        clear();
        out.println(line);
        out.flush();
    }

    private void clear() {
        if (terminal.isChangeable()) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }

    private synchronized void showRunning() {
        if (!running.isEmpty()) {
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            String line =
                    String.format(
                            Locale.ROOT,
                            "  %6.1f s  %s",
                            seconds,
                            running.stream().map(this::tell).collect(joining(", ")));
            out.print(CLEAR_LINE + terminal.paint(Colour.FAINT, line));
            out.flush();
        }
    }

    private String tell(String step) {
        return details.containsKey(step) ? step + ": " + details.get(step) : step;
    }
}
