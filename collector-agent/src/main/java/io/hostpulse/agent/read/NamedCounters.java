package io.hostpulse.agent.read;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The counters of things that come and go, such as disks, by name. */
final class NamedCounters<E extends Enum<E>> {

    private final Class<E> names;
    private final Map<String, Counters<E>> counters = new HashMap<>();

    NamedCounters(Class<E> names) {
        this.names = names;
    }

    CounterChange<E> advance(String thing, Reading reading, Figures<E> values) {
        return counters.computeIfAbsent(thing, name -> new Counters<>(names))
                .advance(reading, values.values());
    }

    /** Forgets all but {@code things}: what comes back later starts anew. */
    void retain(Collection<String> things) {
        counters.keySet().retainAll(things);
    }
}
