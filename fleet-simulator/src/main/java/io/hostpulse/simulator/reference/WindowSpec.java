package io.hostpulse.simulator.reference;

import java.time.Duration;
import java.util.List;

/**
 * A kind of window. Starts are multiples of the slide since 1970.
 *
 * @param slide the same as {@code size} for tumbling windows
 */
public record WindowSpec(Duration size, Duration slide) {

    /** The windows that the job computes by default. */
    public static final List<WindowSpec> DEFAULT =
            List.of(
                    new WindowSpec(Duration.ofSeconds(30), Duration.ofSeconds(10)),
                    tumbling(Duration.ofMinutes(1)),
                    tumbling(Duration.ofMinutes(5)),
                    tumbling(Duration.ofHours(1)));

    /**
     * @throws IllegalArgumentException if the slide is below 1 ms or above the size
     */
    public WindowSpec {
        if (slide.toMillis() < 1 || slide.compareTo(size) > 0) {
            throw new IllegalArgumentException(
                    "windows of " + size + " every " + slide + ": slide must be 1 ms to size");
        }
    }

    public static WindowSpec tumbling(Duration size) {
        return new WindowSpec(size, size);
    }

    /** The end of the last window that contains that time. */
    long lastEndOf(long millis) {
        return Math.floorDiv(millis, slide.toMillis()) * slide.toMillis() + size.toMillis();
    }

    /** The first end of a window after that time. */
    long firstEndAfter(long millis) {
        long startsFrom = millis - size.toMillis();
        long slideMillis = slide.toMillis();
        return (Math.floorDiv(startsFrom, slideMillis) + 1) * slideMillis + size.toMillis();
    }
}
