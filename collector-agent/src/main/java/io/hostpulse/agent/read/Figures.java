package io.hostpulse.agent.read;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/** Numbers of one thing by name. A number that could not be read is absent. */
public final class Figures<E extends Enum<E>> {

    private final Map<E, Long> values;

    public Figures(Class<E> names) {
        values = new EnumMap<>(names);
    }

    public Figures<E> put(E name, long value) {
        values.put(name, value);
        return this;
    }

    public OptionalLong get(E name) {
        Long value = values.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    public Map<E, Long> values() {
        return values;
    }
}
