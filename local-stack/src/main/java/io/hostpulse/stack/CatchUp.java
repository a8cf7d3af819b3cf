package io.hostpulse.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** How far a job is behind, told from looks at it one after the other. */
final class CatchUp {

    private static final Duration SHORTEST_SPAN = Duration.ofSeconds(3);

    private Look first;
    private Look last;

    private record Look(Instant time, long behind) {}

    /**
     * @param behind how many samples it has yet to read
     */
    void observe(Instant time, long behind) {
        Look look = new Look(time, behind);
        // the first looks of a job that starts do not know all partitions yet
        if (first == null || behind >= first.behind) {
            first = look;
        }
        last = look;
    }

    /** {@code catching up, 12,345 samples behind, about 20 s}; empty if it is not behind. */
    Optional<String> describe() {
        if (last == null || last.behind == 0) {
            return Optional.empty();
        }
        String text = String.format(Locale.ROOT, "catching up, %,d samples behind", last.behind);
        return Optional.of(
                text
                        + remaining()
                                .map(time -> ", about " + Math.max(1, time.toSeconds()) + " s")
                                .orElse(""));
    }

    /** At the pace since it was farthest behind. */
    private Optional<Duration> remaining() {
        Duration span = Duration.between(first.time, last.time);
        long done = first.behind - last.behind;
        return span.compareTo(SHORTEST_SPAN) < 0 || done <= 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(span.toMillis() * last.behind / done));
    }
}
