package io.hostpulse.simulator.dataset;

import java.util.Locale;

/** The columns of a dataset. Every file has all of them, in any order. */
enum DatasetColumn {
    SERVER_ID,
    TIMESTAMP,
    CPU_PCT,
    MEM_PCT,
    NET_IN,
    NET_OUT,
    DISK_IO;

    /** The name in the header, such as {@code cpu_pct}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
