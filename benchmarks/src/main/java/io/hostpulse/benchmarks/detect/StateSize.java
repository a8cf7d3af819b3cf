package io.hostpulse.benchmarks.detect;

import io.hostpulse.job.state.OperatorIds;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;

/** How much the operators of a job keep, by a savepoint of it. */
public final class StateSize {

    private StateSize() {}

    /**
     * @param savepoint address of its directory
     * @return bytes by operator uid
     */
    public static Map<String, Long> ofSavepoint(String savepoint, StreamGraph graph)
            throws IOException {
        Map<OperatorID, String> uids = new HashMap<>();
        for (StreamNode node : graph.getStreamNodes()) {
            if (node.getTransformationUID() != null) {
                uids.put(
                        OperatorIds.ofUid(node.getTransformationUID()),
                        node.getTransformationUID());
            }
        }
        Map<String, Long> bytes = new TreeMap<>();
        for (OperatorState state : read(savepoint)) {
            String uid = uids.get(state.getOperatorID());
            bytes.merge(
                    uid == null ? state.getOperatorID().toString() : uid,
                    state.getStateSize(),
                    Long::sum);
        }
        return bytes;
    }

    /** How many bytes were written for it; the others are those of checkpoints before it. */
    public static long written(String savepoint) throws IOException {
        return read(savepoint).stream().mapToLong(OperatorState::getCheckpointedSize).sum();
    }

    private static Collection<OperatorState> read(String savepoint) throws IOException {
        Path metadata = Path.of(URI.create(savepoint)).resolve("_metadata");
        try (DataInputStream in = new DataInputStream(Files.newInputStream(metadata))) {
            return Checkpoints.loadCheckpointMetadata(
                            in, StateSize.class.getClassLoader(), savepoint)
                    .getOperatorStates();
        }
    }
}
