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
    public Map<String, String> unknown(KnownKeys known) {
        Map<String, String> unknown = new LinkedHashMap<>();
        values.forEach(
                (key, given) -> {
                    boolean section = known.hasBelow(key);
                    if (!known.contains(key) && !(section && given.text().isEmpty())) {
                        unknown.put(key, given.origin() + problem(key, section, known));
                    }
                });
        return unknown;
    }

    private static String problem(String key, boolean section, KnownKeys known) {
        if (!section) {
            return ": is not a setting; " + Advice.forKey(key, known);
        }
        return known.open().containsKey(key)
                ? ": has no value of its own; give names with values below it"
                : ": is a section; there are " + Advice.siblings(key + ".", known);
    }
}
