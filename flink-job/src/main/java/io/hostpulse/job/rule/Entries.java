package io.hostpulse.job.rule;

import java.util.Map;

/**
 * What is kept of the host whose reading is evaluated, by key. What was given out must be put back
 * to have changed.
 */
interface Entries<V> {

    /** Null where nothing is kept. */
    V get(String key) throws Exception;

    void put(String key, V value) throws Exception;

    void remove(String key) throws Exception;

    /** All of them, as they are now. */
    Map<String, V> all() throws Exception;

    void clear() throws Exception;
}
