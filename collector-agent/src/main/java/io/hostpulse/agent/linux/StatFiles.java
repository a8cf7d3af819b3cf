package io.hostpulse.agent.linux;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * The files /proc/PID/stat of many processes, kept open between readings, since to open one costs
 * twice what reading it does. An open file belongs to its process for good: once that has ended,
 * reading fails, whoever has the number then.
 */
final class StatFiles implements Closeable {

    /** Half of the open files that a process may have by default. */
    private static final int MAX_OPEN = 512;

    private final File proc;
    private final Map<Integer, RandomAccessFile> open = new HashMap<>();

    StatFiles(File proc) {
        this.proc = proc;
    }

    /**
     * Loads the file of process {@code pid} into {@code text}.
     *
     * @throws IOException if there is no such process
     */
    void load(int pid, ProcText text) throws IOException {
        RandomAccessFile kept = open.get(pid);
        if (kept != null) {
            try {
                text.load(kept);
                return;
            } catch (IOException ended) {
                forget(pid);
            }
        }
        RandomAccessFile file = new RandomAccessFile(new File(proc, pid + "/stat"), "r");
        try {
            text.load(file);
        } catch (IOException ended) {
            file.close();
            throw ended;
        }
        if (open.size() < MAX_OPEN) {
            open.put(pid, file);
        } else {
            file.close();
        }
    }

    /** Closes the files of all but {@code pids}. */
    void retain(Set<Integer> pids) throws IOException {
        Iterator<Map.Entry<Integer, RandomAccessFile>> entries = open.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Integer, RandomAccessFile> entry = entries.next();
            if (!pids.contains(entry.getKey())) {
                entry.getValue().close();
                entries.remove();
            }
        }
    }

    @Override
    public void close() throws IOException {
        retain(Set.of());
    }

    private void forget(int pid) throws IOException {
        open.remove(pid).close();
    }
}
