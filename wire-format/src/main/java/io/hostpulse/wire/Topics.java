package io.hostpulse.wire;

/** Names of the Kafka topics. What each of them carries is laid down in docs/data-model.md. */
public final class Topics {

    /** Samples, keyed by host id, dated with the sample's time. */
    public static final String SAMPLES = "hostpulse.samples";

    /** Alert rules, keyed by rule id; an empty value deletes. Compacted. */
    public static final String RULES = "hostpulse.rules";

    /** Closed windows, keyed by host id. */
    public static final String WINDOWS = "hostpulse.windows";

    /** State changes of alerts, keyed by alert id. */
    public static final String ALERTS = "hostpulse.alerts";

    /** Inventory and state of hosts, keyed by host id. Compacted. */
    public static final String HOSTS = "hostpulse.hosts";

    /** Refused input, keyed by where it was read: topic-partition-offset. */
    public static final String DEAD_LETTERS = "hostpulse.dead-letters";

    /** What each job that detects computes, keyed by its group id. Compacted. */
    public static final String JOBS = "hostpulse.jobs";

    private Topics() {}
}
