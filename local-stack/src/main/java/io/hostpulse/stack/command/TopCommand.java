package io.hostpulse.stack.command;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.Elasticsearch;
import io.hostpulse.stack.client.HttpStatusException;
import io.hostpulse.stack.process.Pause;
import io.hostpulse.stack.view.FleetSearch;
import io.hostpulse.stack.view.Terminal;
import io.hostpulse.stack.view.Terminal.Colour;
import io.hostpulse.stack.view.TerminalMode;
import io.hostpulse.stack.view.TerminalSize;
import io.hostpulse.stack.view.TopScreen;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows hosts and open alerts, live. */
@Command(
        name = "top",
        description =
                "Shows hosts, the busiest first, and open alerts, each second anew. Ends with q or"
                        + " Ctrl-C.",
        sortOptions = false)
public final class TopCommand implements Callable<Integer> {

    private static final Duration REDRAW_INTERVAL = Duration.ofSeconds(1);
    private static final Duration KEY_INTERVAL = Duration.ofMillis(50);

    @Option(
            names = "--once",
            description = "Print it once, whatever the height of the terminal, and end.")
    private boolean isOnce;

    @Option(
            names = "--elasticsearch",
            paramLabel = "URL",
            description = "To read from, default that of the running stack.")
    private URI elasticsearch;

    private final Terminal terminal = Terminal.ofStandardOutput();
    private final TopScreen screen = new TopScreen(terminal, ZoneId.systemDefault());

    @Override
    public Integer call() {
        URI address =
                elasticsearch == null
                        ? URI.create(
                                RunningStack.address(Component.ELASTICSEARCH, "--elasticsearch"))
                        : elasticsearch;
        FleetSearch search = new FleetSearch(new Elasticsearch(address), Clock.systemUTC());
        if (isOnce) {
            TerminalSize size = TerminalSize.UNLIMITED_HEIGHT;
            screen.draw(search.look(), size.width(), size.height()).forEach(System.out::println);
            return 0;
        }
        if (!terminal.isChangeable()) {
            throw new StackException("This is no terminal to draw on: use `hostpulse top --once`.");
        }
        showUntilQuit(search);
        return 0;
    }

    private void showUntilQuit(FleetSearch search) {
        TerminalMode mode = new TerminalMode(System.out);
        new InterruptAction(mode::close)
                .guard(
                        () -> {
                            try {
                                redrawUntilQuit(search, mode);
                            } finally {
                                mode.close();
                            }
                        });
    }

    private void redrawUntilQuit(FleetSearch search, TerminalMode mode) {
        while (true) {
            TerminalSize size = TerminalSize.current();
            mode.show(draw(search, size));
            long next = System.nanoTime() + REDRAW_INTERVAL.toNanos();
            while (System.nanoTime() < next) {
                if (mode.readKey() == 'q') {
                    return;
                }
                Pause.of(KEY_INTERVAL);
            }
        }
    }

    private List<String> draw(FleetSearch search, TerminalSize size) {
        try {
            return screen.draw(search.look(), size.width(), size.height());
        } catch (UncheckedIOException | HttpStatusException e) {
            String message = e.getMessage();
            return List.of(
                    terminal.paint(
                            Colour.BAD,
                            message.substring(0, Math.min(message.length(), size.width()))));
        }
    }
}
