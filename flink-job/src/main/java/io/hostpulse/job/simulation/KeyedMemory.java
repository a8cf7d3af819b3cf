package io.hostpulse.job.simulation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.AggregatingState;
import org.apache.flink.api.common.state.AggregatingStateDescriptor;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReducingState;
import org.apache.flink.api.common.state.ReducingStateDescriptor;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.KeyedStateFunction;

/**
 * What one function keeps by key, on the heap: values and maps, of which the job has no other
 * kinds. What a function puts in it gets back as the same object, as from Flink's heap.
 */
final class KeyedMemory implements KeyedStateStore {

    private static final Object[] NOTHING = {};

    private final Map<String, Object[]> slotsByKey = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private String key;
    private Object[] slots = NOTHING;

    /** From now on state is that of this key. */
    void setKey(String now) {
        if (!now.equals(key)) {
            key = now;
            slots = slotsByKey.getOrDefault(now, NOTHING);
        }
    }

    /** Nothing is known of the current key any more. */
    void forgetKey() {
        slotsByKey.remove(key);
        slots = NOTHING;
    }

    String key() {
        return key;
    }

    /** Has {@code function} see every key that has something in that state, one after the other. */
    @SuppressWarnings("unchecked")
    <S extends State, V> void forEach(
            StateDescriptor<S, V> descriptor, KeyedStateFunction<String, S> function)
            throws Exception {
        int slot = slotOf(descriptor.getName());
        S state =
                (S)
                        (descriptor instanceof MapStateDescriptor<?, ?>
                                ? new Mapping<>(slot)
                                : new Value<>(slot));
        for (String each : List.copyOf(slotsByKey.keySet())) {
            setKey(each);
            if (get(slot) != null) {
                function.process(each, state);
            }
        }
    }

    @Override
    public <T> ValueState<T> getState(ValueStateDescriptor<T> descriptor) {
        return new Value<>(slotOf(descriptor.getName()));
    }

    @Override
    public <K, V> MapState<K, V> getMapState(MapStateDescriptor<K, V> descriptor) {
        return new Mapping<>(slotOf(descriptor.getName()));
    }

    @Override
    public <T> ListState<T> getListState(ListStateDescriptor<T> descriptor) {
        throw unknownKind(descriptor);
    }

    @Override
    public <T> ReducingState<T> getReducingState(ReducingStateDescriptor<T> descriptor) {
        throw unknownKind(descriptor);
    }

    @Override
    public <I, A, O> AggregatingState<I, O> getAggregatingState(
            AggregatingStateDescriptor<I, A, O> descriptor) {
        throw unknownKind(descriptor);
    }

    private static UnsupportedOperationException unknownKind(StateDescriptor<?, ?> descriptor) {
        return new UnsupportedOperationException(
                "state of this kind is not simulated: " + descriptor);
    }

    private int slotOf(String name) {
        int slot = names.indexOf(name);
        if (slot < 0) {
            names.add(name);
            return names.size() - 1;
        }
        return slot;
    }

    private Object get(int slot) {
        return slot < slots.length ? slots[slot] : null;
    }

    private void put(int slot, Object value) {
        if (slot >= slots.length) {
            if (value == null) {
                return;
            }
            slots = Arrays.copyOf(slots, names.size());
            slotsByKey.put(key, slots);
        }
        slots[slot] = value;
        if (value == null && Arrays.stream(slots).allMatch(each -> each == null)) {
            forgetKey();
        }
    }

    /** State per key: one value. */
    private final class Value<T> implements ValueState<T> {

        private final int slot;

        Value(int slot) {
            this.slot = slot;
        }

        @Override
        @SuppressWarnings("unchecked")
        public T value() throws IOException {
            return (T) get(slot);
        }

        @Override
        public void update(T value) {
            put(slot, value);
        }

        @Override
        public void clear() {
            put(slot, null);
        }
    }

    /** State per key: a map, which is nothing when it is empty. */
    private final class Mapping<K, V> implements MapState<K, V> {

        private final int slot;

        Mapping(int slot) {
            this.slot = slot;
        }

        @SuppressWarnings("unchecked")
        private Map<K, V> map() {
            Object map = KeyedMemory.this.get(slot);
            return map == null ? Collections.emptyMap() : (Map<K, V>) map;
        }

        @Override
        public V get(K entry) {
            return map().get(entry);
        }

        @Override
        @SuppressWarnings("unchecked")
        public void put(K entry, V value) {
            Map<K, V> map = (Map<K, V>) KeyedMemory.this.get(slot);
            if (map == null) {
                map = new HashMap<>();
                KeyedMemory.this.put(slot, map);
            }
            map.put(entry, value);
        }

        @Override
        public void putAll(Map<K, V> entries) {
            entries.forEach(this::put);
        }

        @Override
        public void remove(K entry) {
            Map<K, V> map = map();
            if (map.containsKey(entry)) {
                map.remove(entry);
                if (map.isEmpty()) {
                    clear();
                }
            }
        }

        @Override
        public boolean contains(K entry) {
            return map().containsKey(entry);
        }

        @Override
        public Iterable<Map.Entry<K, V>> entries() {
            return map().entrySet();
        }

        @Override
        public Iterable<K> keys() {
            return map().keySet();
        }

        @Override
        public Iterable<V> values() {
            return map().values();
        }

        @Override
        public Iterator<Map.Entry<K, V>> iterator() {
            return map().entrySet().iterator();
        }

        @Override
        public boolean isEmpty() {
            return map().isEmpty();
        }

        @Override
        public void clear() {
            KeyedMemory.this.put(slot, null);
        }
    }
}
