package io.hostpulse.job.ingest;

import io.hostpulse.job.model.LatestRun;
import io.hostpulse.job.model.SeenRun;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;

/**
 * The runs of the current host's agent that are remembered. The latest is at hand with what else is
 * known of the host; the others are looked for only when a sample is of none that is at hand.
 */
final class HostRuns {

    /** Of one more run the one that has been silent for the longest is forgotten. */
    static final int MOST = 128;

    private final ValueState<LatestRun> latest;
    private final MapState<String, SeenRun> others;

    HostRuns(ValueState<LatestRun> latest, MapState<String, SeenRun> others) {
        this.latest = latest;
        this.others = others;
    }

    /** What has been seen of a run, null for nothing. */
    SeenRun get(String runId) throws Exception {
        LatestRun known = latest.value();
        return known != null && known.runId().equals(runId) ? known.seen() : others.get(runId);
    }

    /** Something new has come of that run, which is the latest now. */
    void put(String runId, SeenRun seen) throws Exception {
        LatestRun known = latest.value();
        boolean isLatest = known != null && known.runId().equals(runId);
        if (!isLatest && others.contains(runId)) {
            others.remove(runId);
        } else if (!isLatest && known != null) {
            makeRoom();
        }
        if (!isLatest && known != null) {
            others.put(known.runId(), known.seen());
        }
        latest.update(new LatestRun(runId, seen));
    }

    /**
     * Forgets the runs of which nothing has come since then.
     *
     * @return when something came first of those that are left, {@link Long#MAX_VALUE} if none is
     */
    long forgetSilentSince(long millis) throws Exception {
        long oldestMillis = Long.MAX_VALUE;
        var each = others.iterator();
        while (each.hasNext()) {
            long arrivedMillis = each.next().getValue().arrivedMillis();
            if (arrivedMillis <= millis) {
                each.remove();
            } else {
                oldestMillis = Math.min(oldestMillis, arrivedMillis);
            }
        }
        LatestRun known = latest.value();
        if (known != null && known.seen().arrivedMillis() <= millis) {
            latest.clear();
        } else if (known != null) {
            oldestMillis = Math.min(oldestMillis, known.seen().arrivedMillis());
        }
        if (oldestMillis == Long.MAX_VALUE) {
            others.clear(); // an emptied map would still be an entry
        }
        return oldestMillis;
    }

    /** For one more run, besides the latest. */
    private void makeRoom() throws Exception {
        int known = 1;
        String quietest = null;
        long quietestMillis = Long.MAX_VALUE;
        for (Map.Entry<String, SeenRun> run : others.entries()) {
            known++;
            if (run.getValue().arrivedMillis() < quietestMillis) {
                quietest = run.getKey();
                quietestMillis = run.getValue().arrivedMillis();
            }
        }
        if (known >= MOST) {
            others.remove(quietest);
        }
    }
}
