package io.hostpulse.agent.spool;

import java.util.List;
import java.util.TreeSet;

/**
 * Where the entries lie that were read and not acknowledged, and those that were acknowledged
 * before they were read.
 */
final class UnsettledPositions {

    private final TreeSet<SpoolPosition> handedOut = new TreeSet<>();
    private final TreeSet<SpoolPosition> takenBack = new TreeSet<>();
    private final TreeSet<SpoolPosition> acknowledgedAhead = new TreeSet<>();

    void handOut(SpoolPosition position) {
        handedOut.add(position);
    }

    /** All that was handed out is to be handed out again. */
    void takeBack() {
        takenBack.addAll(handedOut);
        handedOut.clear();
    }

    /** The first of what was taken back, which it is no more; null when there is nothing. */
    SpoolPosition pollTakenBack() {
        return takenBack.pollFirst();
    }

    /** Whether the entry had been read and waited to be acknowledged. */
    boolean acknowledge(SpoolPosition position) {
        return handedOut.remove(position) || takenBack.remove(position);
    }

    /** Whether the entry, which was not read yet, was not acknowledged before. */
    boolean acknowledgeAhead(SpoolPosition position) {
        return acknowledgedAhead.add(position);
    }

    /** Whether the entry, which is read now, had been acknowledged ahead. */
    boolean skip(SpoolPosition position) {
        return acknowledgedAhead.remove(position);
    }

    /** The first that waits to be acknowledged; {@code nextRead} if all that were read are. */
    SpoolPosition first(SpoolPosition nextRead) {
        SpoolPosition first = nextRead;
        for (TreeSet<SpoolPosition> waiting : List.of(handedOut, takenBack)) {
            if (!waiting.isEmpty() && waiting.first().compareTo(first) < 0) {
                first = waiting.first();
            }
        }
        return first;
    }

    /** Forgets what lies in a segment. */
    void forget(long segment) {
        for (TreeSet<SpoolPosition> positions : List.of(handedOut, takenBack, acknowledgedAhead)) {
            positions.removeIf(position -> position.segment() == segment);
        }
    }
}
