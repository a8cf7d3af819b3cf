package io.hostpulse.agent.config;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of one source under flat keys: {@code groups.cpu.interval}, {@code
 * probes[0].target}.
 */
interface Layer {

    Optional<Given> find(String key);

    /** Whether {@code key} or anything below it is given. */
    boolean mentions(String key);

    /** What is given below {@code key}, by the rest of the key. */
    Map<String, Given> below(String key);

    /** What is given and is no setting, by its name, with what is wrong with it. */
    Map<String, String> unknown(KnownKeys known);

    /**
     * What can be set.
     *
     * @param keys that were asked for
     * @param open keys below which any name may stand, with the names that are known
     */
    record KnownKeys(Collection<String> keys, Map<String, Collection<String>> open) {

        boolean contains(String key) {
            return (keys.contains(key) && !open.containsKey(key))
                    || open.keySet().stream().anyMatch(parent -> key.startsWith(parent + "."));
        }

        /** Whether {@code key} is a section, or a list, of settings. */
        boolean hasBelow(String key) {
            return open.containsKey(key)
                    || keys.stream()
                            .anyMatch(
                                    known ->
                                            known.startsWith(key + ".")
                                                    || known.startsWith(key + "["));
        }
    }
}
