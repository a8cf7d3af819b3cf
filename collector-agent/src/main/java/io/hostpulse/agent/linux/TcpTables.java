package io.hostpulse.agent.linux;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Counts TCP sockets in /proc/net/tcp and tcp6. The state is the fourth column, a hexadecimal
 * number. The kernel locks every bucket of its hash table for this, used or not, which takes
 * milliseconds on a host with much memory.
 */
public final class TcpTables implements TcpStateCounter {

    private final List<File> tables;

    public TcpTables(Path proc) {
        Path net = proc.resolve("net");
        tables = List.of(net.resolve("tcp").toFile(), net.resolve("tcp6").toFile());
    }

    @Override
    public int[] countByState() throws IOException {
        // not kept: the tables of a busy host are megabytes
        ProcText text = new ProcText();
        int[] counts = new int[STATES];
        for (File table : tables) {
            if (!table.exists()) {
                continue;
            }
            text.load(table).nextLine();
            while (text.nextLine()) {
                int state = Integer.parseInt(text.skip(3).word(), 16);
                if (state < counts.length) {
                    counts[state]++;
                }
            }
        }
        return counts;
    }
}
