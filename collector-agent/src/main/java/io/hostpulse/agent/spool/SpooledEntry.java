package io.hostpulse.agent.spool;

/** An entry and where it stands. */
public record SpooledEntry(SpoolPosition position, SpoolEntry entry) {}
