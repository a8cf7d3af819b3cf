package io.hostpulse.job.document;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What documents say of hosts, by their ids, as it was rendered last. The hosts that were asked for
 * least lately are forgotten when all together are too large.
 */
final class RenderedHosts<T extends RenderedHosts.Rendered> {

    /** Room for some ten thousand hosts. */
    static final int MAX_BYTES = 16 * 1024 * 1024;

    private final Map<String, T> byHost = new LinkedHashMap<>(64, 0.75f, true);
    private final int maxBytes;
    private int bytes;

    /** What was rendered of a host. */
    interface Rendered {
        /** About how much memory it takes. */
        int bytes();
    }

    RenderedHosts(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Null where it is not known. */
    T get(String hostId) {
        return byHost.get(hostId);
    }

    void put(String hostId, T rendered) {
        T before = byHost.put(hostId, rendered);
        bytes += rendered.bytes() - (before == null ? 0 : before.bytes());
        Iterator<T> eldest = byHost.values().iterator();
        while (bytes > maxBytes) {
            bytes -= eldest.next().bytes();
            eldest.remove();
        }
    }

    int size() {
        return byHost.size();
    }
}
