package io.hostpulse.job.window;

import io.hostpulse.job.model.Backlog;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.MapState;

/** The leaps in the current host's time whose backlogs may still come, by their beginnings. */
final class HostBacklogs {

    /** Of a host that leaps again and again the newest leaps are remembered. */
    private static final int MOST = 8;

    private final MapState<Long, Backlog> backlogs;

    HostBacklogs(MapState<Long, Backlog> backlogs) {
        this.backlogs = backlogs;
    }

    void remember(long fromMillis, long toMillis, long nowMillis) throws Exception {
        List<Backlog> all = all();
        if (all.size() == MOST) {
            Backlog oldest = all.get(0);
            for (Backlog each : all) {
                oldest = each.fromMillis() < oldest.fromMillis() ? each : oldest;
            }
            backlogs.remove(oldest.fromMillis());
        }
        backlogs.put(fromMillis, Backlog.between(fromMillis, toMillis, nowMillis));
    }

    List<Backlog> all() throws Exception {
        List<Backlog> all = new ArrayList<>();
        backlogs.values().forEach(all::add);
        return all;
    }

    /** When something of any backlog came last. An agent sends one after the other. */
    static long newestArrivalMillis(List<Backlog> backlogs) {
        return backlogs.stream().mapToLong(Backlog::arrivalMillis).max().orElse(0);
    }

    /** The backlog that a sample of that time is of, null if there is none. */
    Backlog containing(long timeMillis) throws Exception {
        for (Backlog backlog : backlogs.values()) {
            if (backlog.contains(timeMillis)) {
                return backlog;
            }
        }
        return null;
    }

    void update(Backlog backlog) throws Exception {
        backlogs.put(backlog.fromMillis(), backlog);
    }

    void forget(Backlog backlog) throws Exception {
        backlogs.remove(backlog.fromMillis());
        if (backlogs.isEmpty()) {
            backlogs.clear(); // an emptied map would still be an entry
        }
    }

    void clear() {
        backlogs.clear();
    }
}
