package io.hostpulse.stack;

import java.util.Locale;

/** Where Flink keeps the job's state while it runs. */
public enum StateBackend {
    HASHMAP,
    ROCKSDB;

    /** As Flink's configuration spells it. */
    public String flinkName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
