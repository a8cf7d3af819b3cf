package io.hostpulse.job.window;

import io.hostpulse.job.model.Backlog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.state.ValueState;

/** The leaps in the current host's time whose backlogs may still come, by their beginnings. */
final class HostBacklogs {

    /** Of a host that leaps again and again the newest leaps are remembered. */
    private static final int MOST = 8;

    private final ValueState<Backlog[]> backlogs;

    HostBacklogs(ValueState<Backlog[]> backlogs) {
        this.backlogs = backlogs;
    }

    void remember(long fromMillis, long toMillis, long nowMillis) throws Exception {
        List<Backlog> all = without(fromMillis);
        if (all.size() == MOST) {
            all.remove(0);
        }
        keep(all, Backlog.between(fromMillis, toMillis, nowMillis));
    }

    List<Backlog> all() throws Exception {
        Backlog[] known = backlogs.value();
        return known == null ? List.of() : List.of(known);
    }

    /** When something of any backlog came last. An agent sends one after the other. */
    static long newestArrivalMillis(List<Backlog> backlogs) {
        return backlogs.stream().mapToLong(Backlog::arrivalMillis).max().orElse(0);
    }

    /** The backlog that a sample of that time is of, null if there is none. */
    Backlog containing(long timeMillis) throws Exception {
        for (Backlog backlog : all()) {
            if (backlog.contains(timeMillis)) {
                return backlog;
            }
        }
        return null;
    }

    void update(Backlog backlog) throws Exception {
        keep(without(backlog.fromMillis()), backlog);
    }

    void forget(Backlog backlog) throws Exception {
        List<Backlog> rest = without(backlog.fromMillis());
        if (rest.isEmpty()) {
            backlogs.clear();
        } else {
            backlogs.update(rest.toArray(Backlog[]::new));
        }
    }

    void clear() {
        backlogs.clear();
    }

    private List<Backlog> without(long fromMillis) throws Exception {
        List<Backlog> rest = new ArrayList<>(all());
        rest.removeIf(backlog -> backlog.fromMillis() == fromMillis);
        return rest;
    }

    private void keep(List<Backlog> others, Backlog backlog) throws Exception {
        others.add(backlog);
        others.sort(Comparator.comparingLong(Backlog::fromMillis));
        backlogs.update(others.toArray(Backlog[]::new));
    }
}
