package io.hostpulse.benchmarks.detect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.shaded.guava31.com.google.common.hash.Hashing;
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
                uids.put(operatorId(node.getTransformationUID()), node.getTransformationUID());
            }
        }
        Map<String, Long> bytes = new TreeMap<>();
        Path metadata = Path.of(URI.create(savepoint)).resolve("_metadata");
        try (DataInputStream in = new DataInputStream(Files.newInputStream(metadata))) {
            for (OperatorState state :
                    Checkpoints.loadCheckpointMetadata(
                                    in, StateSize.class.getClassLoader(), savepoint)
                            .getOperatorStates()) {
                String uid = uids.get(state.getOperatorID());
                bytes.merge(
                        uid == null ? state.getOperatorID().toString() : uid,
                        state.getStateSize(),
                        Long::sum);
            }
        }
        return bytes;
    }

    /** As Flink derives it. */
    private static OperatorID operatorId(String uid) {
        return new OperatorID(
                Hashing.murmur3_128(0).newHasher().putString(uid, UTF_8).hash().asBytes());
    }
}
