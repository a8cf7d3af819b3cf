package io.hostpulse.job.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobInfoImpl;
import org.apache.flink.api.common.TaskInfoImpl;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.apache.flink.api.common.functions.BroadcastVariableInitializer;
import org.apache.flink.api.common.functions.util.AbstractRuntimeUDFContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.SimpleUserCodeClassLoader;

/** What a function learns of its surroundings: its state, and that it is one task of one. */
final class SimulatedRuntime extends AbstractRuntimeUDFContext {

    private final KeyedMemory memory;

    SimulatedRuntime(KeyedMemory memory) {
        super(
                new JobInfoImpl(new JobID(), "simulation"),
                new TaskInfoImpl("simulation", 1, 0, 1, 0),
                SimpleUserCodeClassLoader.create(SimulatedRuntime.class.getClassLoader()),
                new ExecutionConfig(),
                new HashMap<>(),
                Map.of(),
                UnregisteredMetricsGroup.createOperatorMetricGroup());
        this.memory = memory;
    }

    @Override
    public <T> ValueState<T> getState(ValueStateDescriptor<T> descriptor) {
        return memory.getState(descriptor);
    }

    @Override
    public <K, V> MapState<K, V> getMapState(MapStateDescriptor<K, V> descriptor) {
        return memory.getMapState(descriptor);
    }

    @Override
    public Set<ExternalResourceInfo> getExternalResourceInfos(String resource) {
        return Set.of();
    }

    @Override
    public boolean hasBroadcastVariable(String name) {
        return false;
    }

    @Override
    public <T> List<T> getBroadcastVariable(String name) {
        throw new UnsupportedOperationException(name);
    }

    @Override
    public <T, C> C getBroadcastVariableWithInitializer(
            String name, BroadcastVariableInitializer<T, C> initializer) {
        throw new UnsupportedOperationException(name);
    }
}
