package io.hostpulse.wire;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What of a sample does not count, and why, while the rest of the sample does. All that read a
 * sample, one after the other, add to it.
 */
public final class LeftOut {

    /** Of what was left out first, which may be nearly all of a large record. */
    private static final int MAX_LENGTH = 200;

    private final Map<Reason, Integer> counts = new EnumMap<>(Reason.class);
    private String first;

    /** Why something does not count. */
    public enum Reason {
        /** A single value that its field cannot hold, or that no host can have measured. */
        BAD_VALUE("bad-value"),
        /** A device without a name. */
        UNNAMED("unnamed"),
        /** A device with the name of one before it. */
        REPEATED("repeated"),
        /** A device or label with too long a name or value. */
        TOO_LONG("too-long"),
        /** A device, label or address beyond the number that is allowed. */
        TOO_MANY("too-many");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        /** The name in metrics, such as {@code bad-value}. */
        public String label() {
            return label;
        }
    }

    /**
     * @param what it is, in words; asked for only when nothing was left out before
     */
    public void add(Reason reason, Supplier<String> what) {
        if (first == null) {
            String words = what.get();
            first = words.substring(0, Math.min(words.length(), MAX_LENGTH));
        }
        counts.merge(reason, 1, Integer::sum);
    }

    /** Adds all of {@code later}. */
    public void addAll(LeftOut later) {
        if (first == null) {
            first = later.first;
        }
        later.counts.forEach((reason, count) -> counts.merge(reason, count, Integer::sum));
    }

    /** How much was left out for that reason. */
    public int count(Reason reason) {
        return counts.getOrDefault(reason, 0);
    }

    public boolean isEmpty() {
        return first == null;
    }

    /** What was left out first, in words of at most 200 characters; null when nothing was. */
    public String first() {
        return first;
    }
}
