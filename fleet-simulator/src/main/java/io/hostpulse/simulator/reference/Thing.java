package io.hostpulse.simulator.reference;

import io.hostpulse.wire.proto.Dimension;
import java.util.Comparator;

/**
 * The host, or something that it has several of.
 *
 * @param name values of the key labels joined by {@code /}, such as a mount point; empty for the
 *     host
 */
public record Thing(Dimension dimension, String name) implements Comparable<Thing> {

    /** The host itself. */
    public static final Thing HOST = new Thing(Dimension.HOST, "");

    private static final Comparator<Thing> ORDER =
            Comparator.comparing(Thing::dimension).thenComparing(Thing::name);

    @Override
    public int compareTo(Thing other) {
        return ORDER.compare(this, other);
    }
}
