package io.hostpulse.stack.supervise;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/** Appends a line for everything that a supervisor notices and does. */
final class SupervisorLog implements Consumer<String> {

    private final Path file;
    private final Clock clock;

    SupervisorLog(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    @Override
    public void accept(String sentence) {
        String line =
                clock.instant().truncatedTo(ChronoUnit.MILLIS)
                        + " "
                        + sentence.replace('\n', ' ')
                        + "\n";
        try {
            Files.writeString(file, line, CREATE, APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
