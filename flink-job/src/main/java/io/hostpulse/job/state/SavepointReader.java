package io.hostpulse.job.state;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.CompletedCheckpointStorageLocation;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorBackendSerializationProxy;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;

/**
 * Reads what a savepoint or retained checkpoint says of itself, not the state: its metadata, and
 * the description at the beginning of one file of each operator.
 */
final class SavepointReader {

    private final ClassLoader classes;

    /**
     * @param classes which the state's types are found in
     */
    SavepointReader(ClassLoader classes) {
        this.classes = classes;
    }

    /**
     * The operators that have state.
     *
     * @param address of its directory
     * @throws IOException if it is not there or cannot be read
     * @throws IllegalArgumentException if a newer Flink has written it
     * @throws UnreadableStateException if it has types that there are not
     */
    List<SavedOperator> read(String address) throws IOException {
        CompletedCheckpointStorageLocation location =
                AbstractFsCheckpointStorageAccess.resolveCheckpointPointer(address);
        List<SavedOperator> operators = new ArrayList<>();
        try (InputStream in = location.getMetadataHandle().openInputStream()) {
            for (OperatorState operator :
                    Checkpoints.loadCheckpointMetadata(
                                    new DataInputStream(in), classes, location.getExternalPointer())
                            .getOperatorStates()) {
                if (operator.getCoordinatorState() != null
                        || operator.getStates().stream().anyMatch(OperatorSubtaskState::hasState)) {
                    operators.add(
                            new SavedOperator(
                                    operator.getOperatorID(),
                                    operator.getMaxParallelism(),
                                    readStates(operator)));
                }
            }
        }
        return operators;
    }

    private List<StateMetaInfoSnapshot> readStates(OperatorState operator) throws IOException {
        try {
            return states(operator);
        } catch (IllegalStateException e) {
            throw new UnreadableStateException(operator.getOperatorID(), e);
        }
    }

    /** All subtasks keep the same, so one that keeps something is enough. */
    private List<StateMetaInfoSnapshot> states(OperatorState operator) throws IOException {
        List<StateMetaInfoSnapshot> ofKeys = List.of();
        List<StateMetaInfoSnapshot> ofTask = List.of();
        for (OperatorSubtaskState subtask : operator.getStates()) {
            if (ofKeys.isEmpty() && subtask.getManagedKeyedState().hasState()) {
                ofKeys = readKeyed(subtask.getManagedKeyedState().iterator().next());
            }
            if (ofTask.isEmpty() && subtask.getManagedOperatorState().hasState()) {
                ofTask = readOfTask(subtask.getManagedOperatorState().iterator().next());
            }
        }
        List<StateMetaInfoSnapshot> states = new ArrayList<>(ofKeys);
        states.addAll(ofTask);
        return states;
    }

    private List<StateMetaInfoSnapshot> readKeyed(KeyedStateHandle handle) throws IOException {
        StreamStateHandle description;
        if (handle instanceof IncrementalKeyedStateHandle incremental) {
            description = incremental.getMetaDataStateHandle();
        } else if (handle instanceof KeyGroupsStateHandle whole) {
            description = whole.getDelegateStateHandle();
        } else {
            return List.of();
        }
        KeyedBackendSerializationProxy<?> proxy = new KeyedBackendSerializationProxy<>(classes);
        read(description, proxy::read);
        return proxy.getStateMetaInfoSnapshots();
    }

    private List<StateMetaInfoSnapshot> readOfTask(OperatorStateHandle handle) throws IOException {
        OperatorBackendSerializationProxy proxy = new OperatorBackendSerializationProxy(classes);
        read(handle.getDelegateStateHandle(), proxy::read);
        List<StateMetaInfoSnapshot> states =
                new ArrayList<>(proxy.getOperatorStateMetaInfoSnapshots());
        states.addAll(proxy.getBroadcastStateMetaInfoSnapshots());
        return states;
    }

    private interface Read {
        void from(DataInputView in) throws IOException;
    }

    private static void read(StreamStateHandle handle, Read read) throws IOException {
        try (FSDataInputStream in = handle.openInputStream()) {
            try {
                read.from(new DataInputViewStreamWrapper(in));
            } catch (IOException | RuntimeException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
    }
}
