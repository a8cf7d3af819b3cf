package io.hostpulse.wire;

import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.Kind;
import io.hostpulse.wire.proto.Since;
import io.hostpulse.wire.proto.Unit;
import java.util.List;

/**
 * What one number in a sample is.
 *
 * @param id number that is never changed nor given to another metric
 * @param name Metricbeat's or ECS's name, or one under {@code hostpulse.}
 * @param also more names under which documents carry the same value
 * @param integral whether it is a whole number
 * @param aggregated whether windows are computed of it; those of a counter hold its increase
 * @param since what a counter of which there are windows counts from, unspecified of all others
 * @param measuredByJob whether no agent knows it, so that what a sample says of it does not count
 */
public record Metric(
        int id,
        String name,
        List<String> also,
        Unit unit,
        Kind kind,
        Dimension dimension,
        boolean integral,
        boolean aggregated,
        Since since,
        boolean measuredByJob,
        String help) {

    /** Linux runs on 8,192 at most. */
    private static final double MAX_CORES = 10_000;

    public Metric {
        also = List.copyOf(also);
    }

    /** Whether readings, added up, make the total of the time that they cover. */
    public boolean addsUp() {
        return kind == Kind.DELTA;
    }

    /** Whether it only grows, until it starts again at 0. */
    public boolean isCounter() {
        return kind == Kind.COUNTER;
    }

    /** Whether a host can truly have measured this value. Never true of NaN and infinities. */
    public boolean accepts(double value) {
        return value >= lowest() && value <= highest();
    }

    /** The lowest value that a host can truly measure. */
    public double lowest() {
        return switch (unit) {
            case CELSIUS -> -273.15;
            case VOLTS -> -1000;
            case CORES,
                    COUNT,
                    PAGES,
                    BYTES,
                    BYTES_PER_SECOND,
                    BITS_PER_SECOND,
                    PER_SECOND,
                    MILLISECONDS,
                    SECONDS ->
                    kind == Kind.CHANGE ? -Float.MAX_VALUE : 0;
            case RATIO, PERCENT, HERTZ, RPM -> 0;
            case UNIT_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalStateException(name);
        };
    }

    /** The highest value that a host can truly measure, and single precision can hold. */
    public double highest() {
        return switch (unit) {
            case RATIO -> 1;
            case PERCENT -> 100;
            case CELSIUS, VOLTS -> 1000;
            case CORES -> MAX_CORES;
            case COUNT,
                    PAGES,
                    BYTES,
                    BYTES_PER_SECOND,
                    BITS_PER_SECOND,
                    PER_SECOND,
                    MILLISECONDS,
                    SECONDS,
                    HERTZ,
                    RPM ->
                    Float.MAX_VALUE;
            case UNIT_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalStateException(name);
        };
    }

    /**
     * A value, or a statistic of several, as documents have it. What is measured is never as exact
     * as a double, and every digit takes room: shares have four decimals, all else four significant
     * digits, and whole numbers keep all of theirs. Never puts a larger value below a smaller one.
     */
    public double rounded(double value) {
        return switch (unit) {
            case RATIO, CORES -> Digits.roundToDecimals(value, 4);
            case PERCENT -> Digits.roundToDecimals(value, 2);
            default ->
                    integral && Math.abs(value) >= 1000
                            ? Math.rint(value)
                            : Digits.roundToSignificant(value, 4);
        };
    }
}
