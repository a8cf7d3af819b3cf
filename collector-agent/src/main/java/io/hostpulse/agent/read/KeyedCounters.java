package io.hostpulse.agent.read;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The counters of things that come and go, such as disks, by what identifies them: never by their
 * place in a list, which changes when another one goes.
 */
final class KeyedCounters<K, E extends Enum<E>> {

    private final Supplier<Counters<E>> anew;
    private final Map<K, Counters<E>> counters = new HashMap<>();

    /**
     * @param anew the counters of a thing that was not there before
     */
    KeyedCounters(Supplier<Counters<E>> anew) {
        this.anew = anew;
    }

    CounterChange<E> advance(K key, Reading reading, Map<E, Long> values) {
        return counters.computeIfAbsent(key, unknown -> anew.get()).advance(reading, values);
    }

    /** Forgets all but {@code keys}: what comes back later starts anew. */
    void retain(Collection<K> keys) {
        counters.keySet().retainAll(keys);
    }
}
