package io.hostpulse.job.state;

import java.util.List;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;

/**
 * An operator as a savepoint has it.
 *
 * @param states descriptions of what it keeps; its source's or sink's coordinator has none
 */
record SavedOperator(OperatorID id, int maxParallelism, List<StateMetaInfoSnapshot> states) {}
