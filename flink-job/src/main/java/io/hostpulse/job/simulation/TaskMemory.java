package io.hostpulse.job.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.runtime.state.FunctionInitializationContext;

/** What a function keeps that has no key: lists, which begin empty, and what is broadcast to it. */
final class TaskMemory implements OperatorStateStore, FunctionInitializationContext {

    private final KeyedMemory keyed;
    private final Map<String, ListState<?>> lists = new HashMap<>();
    private final Map<String, BroadcastState<?, ?>> broadcast = new HashMap<>();

    TaskMemory(KeyedMemory keyed) {
        this.keyed = keyed;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <K, V> BroadcastState<K, V> getBroadcastState(MapStateDescriptor<K, V> descriptor) {
        return (BroadcastState<K, V>)
                broadcast.computeIfAbsent(descriptor.getName(), name -> new Broadcast<K, V>());
    }

    @Override
    @SuppressWarnings("unchecked")
    public <S> ListState<S> getListState(ListStateDescriptor<S> descriptor) {
        return (ListState<S>) lists.computeIfAbsent(descriptor.getName(), name -> new Listing<S>());
    }

    @Override
    public <S> ListState<S> getUnionListState(ListStateDescriptor<S> descriptor) {
        return getListState(descriptor);
    }

    @Override
    public Set<String> getRegisteredStateNames() {
        return lists.keySet();
    }

    @Override
    public Set<String> getRegisteredBroadcastStateNames() {
        return broadcast.keySet();
    }

    @Override
    public boolean isRestored() {
        return false;
    }

    @Override
    public OptionalLong getRestoredCheckpointId() {
        return OptionalLong.empty();
    }

    @Override
    public OperatorStateStore getOperatorStateStore() {
        return this;
    }

    @Override
    public KeyedStateStore getKeyedStateStore() {
        return keyed;
    }

    private static final class Listing<T> implements ListState<T> {

        private final List<T> values = new ArrayList<>();

        @Override
        public void update(List<T> now) {
            values.clear();
            values.addAll(now);
        }

        @Override
        public void addAll(List<T> more) {
            values.addAll(more);
        }

        @Override
        public void add(T value) {
            values.add(value);
        }

        @Override
        public Iterable<T> get() {
            return values;
        }

        @Override
        public void clear() {
            values.clear();
        }
    }

    private static final class Broadcast<K, V> implements BroadcastState<K, V> {

        private final Map<K, V> values = new HashMap<>();

        @Override
        public void put(K key, V value) {
            values.put(key, value);
        }

        @Override
        public void putAll(Map<K, V> more) {
            values.putAll(more);
        }

        @Override
        public void remove(K key) {
            values.remove(key);
        }

        @Override
        public V get(K key) {
            return values.get(key);
        }

        @Override
        public boolean contains(K key) {
            return values.containsKey(key);
        }

        @Override
        public Iterator<Map.Entry<K, V>> iterator() {
            return values.entrySet().iterator();
        }

        @Override
        public Iterable<Map.Entry<K, V>> entries() {
            return values.entrySet();
        }

        @Override
        public Iterable<Map.Entry<K, V>> immutableEntries() {
            return Map.copyOf(values).entrySet();
        }

        @Override
        public void clear() {
            values.clear();
        }
    }
}
