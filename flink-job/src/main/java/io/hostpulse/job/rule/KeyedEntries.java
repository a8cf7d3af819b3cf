package io.hostpulse.job.rule;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;

/** Entries in keyed state. */
record KeyedEntries<V>(MapState<String, V> state) implements Entries<V> {

    @Override
    public V get(String key) throws Exception {
        return state.get(key);
    }

    @Override
    public void put(String key, V value) throws Exception {
        state.put(key, value);
    }

    @Override
    public void remove(String key) throws Exception {
        state.remove(key);
    }

    @Override
    public Map<String, V> all() throws Exception {
        Map<String, V> all = new HashMap<>();
        for (Map.Entry<String, V> entry : state.entries()) {
            all.put(entry.getKey(), entry.getValue());
        }
        return all;
    }

    @Override
    public void clear() {
        state.clear();
    }
}
