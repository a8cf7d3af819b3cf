package io.hostpulse.job.document;

import io.hostpulse.job.ingest.MeasuredSample;
import io.hostpulse.wire.proto.Dimension;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Which documents of a sample are indexed: of each kind those of every N-th sample, 0 for none. The
 * host's own document is in every sample by default. Which samples are the N-th follows from the
 * sample alone, so a sample that is read again has the same documents.
 */
public final class SampleSelection implements MeasuredSample.Wanted, Serializable {

    private static final long serialVersionUID = 1L;

    private static final Map<Dimension, String> NAMES = names();

    private final EnumMap<Dimension, Integer> everyNth;

    private SampleSelection(EnumMap<Dimension, Integer> everyNth) {
        this.everyNth = everyNth;
    }

    /** All documents of all samples. */
    public static SampleSelection all() {
        EnumMap<Dimension, Integer> everyNth = new EnumMap<>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            everyNth.put(dimension, 1);
        }
        return new SampleSelection(everyNth);
    }

    /**
     * What a fleet of a thousand hosts that report every ten seconds can keep at ease, see
     * docs/operations.md.
     */
    public static SampleSelection ofDefaults() {
        return all().with(
                        Map.of(
                                Dimension.CORE, 5,
                                Dimension.DISK, 3,
                                Dimension.FILESYSTEM, 3,
                                Dimension.INTERFACE, 3,
                                Dimension.PROCESS, 5,
                                Dimension.CONTAINER, 5,
                                Dimension.SENSOR, 5,
                                Dimension.AGENT_GROUP, 5));
    }

    /** With other numbers for some kinds. */
    public SampleSelection with(Map<Dimension, Integer> changed) {
        EnumMap<Dimension, Integer> merged = new EnumMap<>(everyNth);
        merged.putAll(changed);
        return new SampleSelection(merged);
    }

    @Override
    public boolean includes(
            Dimension dimension, long sequence, long intervalMillis, long hostMillis) {
        int n = everyNth.getOrDefault(dimension, 1);
        return n > 0 && position(sequence, intervalMillis, hostMillis) % n == 0;
    }

    /** Counts a host's samples, from 0 with every run of its agent, or in the host's time. */
    private static long position(long sequence, long intervalMillis, long hostMillis) {
        if (sequence > 0) {
            return sequence - 1;
        }
        // the interval as it was meant, of which the measured one is a little off
        long intervalSeconds = Math.max(1, Math.round(intervalMillis / 1000.0));
        return Math.floorDiv(hostMillis, intervalSeconds * 1000);
    }

    /** The name of a kind, as in the field {@code hostpulse.dimension}. */
    static String nameOf(Dimension dimension) {
        return NAMES.get(dimension);
    }

    private static Map<Dimension, String> names() {
        EnumMap<Dimension, String> names = new EnumMap<>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            names.put(dimension, dimension.name().toLowerCase(Locale.ROOT));
        }
        return names;
    }

    @Override
    public String toString() {
        return everyNth.toString();
    }
}
