package io.hostpulse.job.window;

import io.hostpulse.wire.HumanDuration;
import java.io.Serializable;
import java.time.Duration;

/**
 * A kind of window: {@code size} long, one beginning every {@code slide}, aligned to 1970 in UTC.
 *
 * @param slide equal to the size for tumbling windows; the size is a multiple of it
 */
public record WindowSpec(Duration size, Duration slide) implements Serializable {

    public WindowSpec {
        if (slide.isNegative() || slide.isZero() || size.toMillis() % slide.toMillis() != 0) {
            throw new IllegalArgumentException(
                    "window "
                            + HumanDuration.format(size)
                            + "/"
                            + HumanDuration.format(slide)
                            + ": the size must be a multiple of the slide");
        }
    }

    public static WindowSpec tumbling(Duration size) {
        return new WindowSpec(size, size);
    }

    /** Reads {@code 1m} as a tumbling and {@code 30s/10s} as a sliding window. */
    public static WindowSpec parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? tumbling(HumanDuration.parse(text))
                : new WindowSpec(
                        HumanDuration.parse(text.substring(0, slash)),
                        HumanDuration.parse(text.substring(slash + 1)));
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return isTumbling() ? name() : name() + "/" + HumanDuration.format(slide);
    }

    /** The size as people write it, such as {@code 30s}. */
    public String name() {
        return HumanDuration.format(size);
    }

    /** Whether each window begins where the one before ends. */
    public boolean isTumbling() {
        return size.equals(slide);
    }

    /** The start of the last window that begins by {@code millis}. */
    public long lastStart(long millis) {
        return Math.floorDiv(millis, slide.toMillis()) * slide.toMillis();
    }

    /** Whether any window ends after {@code fromMillis} and not after {@code toMillis}. */
    public boolean endsBetween(long fromMillis, long toMillis) {
        return Math.floorDiv(toMillis, slide.toMillis())
                > Math.floorDiv(fromMillis, slide.toMillis());
    }

    /** The first time after {@code millis} at which a window ends. */
    public long nextEnd(long millis) {
        return (Math.floorDiv(millis, slide.toMillis()) + 1) * slide.toMillis();
    }

    /** The end of the last window that contains {@code millis}. */
    public long lastEnd(long millis) {
        return Math.floorDiv(millis, slide.toMillis()) * slide.toMillis() + size.toMillis();
    }
}
