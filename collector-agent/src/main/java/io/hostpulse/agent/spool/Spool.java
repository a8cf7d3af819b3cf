package io.hostpulse.agent.spool;

import java.util.Optional;

/**
 * Keeps samples until they are acknowledged. No method throws because of the disk: what cannot be
 * kept is handed back to the caller. Used by one thread; only the three counts may be asked by
 * others.
 */
public interface Spool extends AutoCloseable {

    /**
     * Keeps {@code entry} behind all others.
     *
     * @return where it stands; empty if it cannot be kept at present
     */
    Optional<SpoolPosition> append(SpoolEntry entry);

    /**
     * The oldest entry that is neither acknowledged nor was handed out before; each is handed out
     * once.
     */
    Optional<SpooledEntry> next();

    /** Forgets the entry at {@code position}, whether or not it was handed out. */
    void acknowledge(SpoolPosition position);

    /** What was handed out and not acknowledged will be handed out again. */
    void takeBack();

    /** Bytes on disk. */
    long bytes();

    /** Entries that are not acknowledged. */
    long samples();

    /** Entries lost since it was opened: too old, too many, or damaged on disk. */
    long dropped();

    @Override
    void close();

    /** One that keeps nothing. */
    static Spool none() {
        return NoSpool.INSTANCE;
    }
}
