package io.hostpulse.job.ingest;

import java.io.Serializable;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * How many hosts a subtask knows, and whether one more may come. Each subtask has the same share of
 * the hosts, since keys spread evenly. The state is the number; when the parallelism changes, each
 * subtask goes on from the mean.
 */
final class HostCount implements Serializable {

    private static final long serialVersionUID = 1L;

    private final long maxHosts;
    private transient ListState<Long> saved;
    private transient long share;
    private transient long known;

    /**
     * @param maxHosts of all subtasks together
     */
    HostCount(long maxHosts) {
        this.maxHosts = maxHosts;
    }

    void open(OperatorStateStore store, int subtasks) throws Exception {
        saved = store.getUnionListState(new ListStateDescriptor<>("known-hosts", Types.LONG));
        share = (maxHosts + subtasks - 1) / subtasks;
        known = 0;
        for (long each : saved.get()) {
            known += each;
        }
        known = known / subtasks;
    }

    void snapshot() throws Exception {
        saved.update(List.of(known));
    }

    /** Counts a host in, unless there are as many as there may be. */
    boolean admit() {
        if (known >= share) {
            return false;
        }
        known++;
        return true;
    }

    /** A host is forgotten. One that a job knew that did not count is no part of the number. */
    void leave() {
        known = Math.max(0, known - 1);
    }

    long known() {
        return known;
    }
}
