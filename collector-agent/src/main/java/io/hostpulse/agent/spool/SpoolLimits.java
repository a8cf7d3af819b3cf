package io.hostpulse.agent.spool;

import java.time.Duration;

/**
 * How much is kept. What is beyond is dropped, oldest first.
 *
 * @param maxBytes of all segments together, at least {@link #MIN_BYTES}
 * @param maxAge by the samples' own times, more than zero
 */
public record SpoolLimits(long maxBytes, Duration maxAge) {

    public static final long MIN_BYTES = 64 * 1024;

    private static final long LARGEST_SEGMENT_BYTES = 1024 * 1024;
    private static final int LEAST_SEGMENTS = 16;

    public SpoolLimits {
        if (maxBytes < MIN_BYTES) {
            throw new IllegalArgumentException(
                    "maxBytes is " + maxBytes + ", at least " + MIN_BYTES + " are needed");
        }
        if (maxAge.isNegative() || maxAge.isZero()) {
            throw new IllegalArgumentException("maxAge is " + maxAge + ", not more than zero");
        }
    }

    /** Space is freed by whole segments, so that a segment is a small part of it. */
    long segmentBytes() {
        return Math.min(LARGEST_SEGMENT_BYTES, maxBytes / LEAST_SEGMENTS);
    }
}
