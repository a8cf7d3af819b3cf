package io.hostpulse.agent.spool;

import java.util.Optional;

/** For agents that shall write nothing to disk. */
enum NoSpool implements Spool {
    INSTANCE;

    @Override
    public Optional<SpoolPosition> append(SpoolEntry entry) {
        return Optional.empty();
    }

    @Override
    public Optional<SpooledEntry> next() {
        return Optional.empty();
    }

    @Override
    public void acknowledge(SpoolPosition position) {}

    @Override
    public void takeBack() {}

    @Override
    public long bytes() {
        return 0;
    }

    @Override
    public long samples() {
        return 0;
    }

    @Override
    public long dropped() {
        return 0;
    }

    @Override
    public void close() {}
}
