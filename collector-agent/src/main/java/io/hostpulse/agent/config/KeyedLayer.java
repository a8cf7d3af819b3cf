package io.hostpulse.agent.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Settings that were given under their keys: those of a file, or of flags. */
record KeyedLayer(Map<String, Given> values) implements Layer {

    @Override
    public Optional<Given> find(String key) {
        return Optional.ofNullable(values.get(key));
    }

    @Override
    public boolean mentions(String key) {
        return values.keySet().stream()
                .anyMatch(
                        given ->
                                given.equals(key)
                                        || given.startsWith(key + ".")
                                        || given.startsWith(key + "["));
    }

    @Override
    public Map<String, Given> below(String key) {
        Map<String, Given> below = new LinkedHashMap<>();
        values.forEach(
                (name, given) -> {
                    if (name.startsWith(key + ".")) {
                        below.put(name.substring(key.length() + 1), given);
                    }
                });
        return below;
    }

    @Override
    public Map<String, Given> unknown(KnownKeys known) {
        Map<String, Given> unknown = new LinkedHashMap<>();
        values.forEach(
                (key, given) -> {
                    boolean emptySection = given.text().isEmpty() && known.hasBelow(key);
                    if (!known.contains(key) && !emptySection) {
                        unknown.put(key, given);
                    }
                });
        return unknown;
    }
}
