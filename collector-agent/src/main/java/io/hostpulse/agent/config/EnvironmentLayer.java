package io.hostpulse.agent.config;

import io.hostpulse.agent.config.Given.Source;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Settings from environment variables: {@code groups.cpu.interval} from {@code
 * HOSTPULSE_GROUPS_CPU_INTERVAL}. Below an open key only names that are known can be told from
 * variables, as an underscore may stand for a dot or a dash; the map of them says which.
 */
final class EnvironmentLayer implements Layer {

    private static final String PREFIX = "HOSTPULSE_";

    private final Map<String, String> environment;
    private final Map<String, String> shortNames;
    private final Map<String, Collection<String>> namesBelow;

    /**
     * @param shortNames second variables of keys, without the prefix
     * @param namesBelow what may stand below open keys
     */
    EnvironmentLayer(
            Map<String, String> environment,
            Map<String, String> shortNames,
            Map<String, Collection<String>> namesBelow) {
        this.environment = environment;
        this.shortNames = shortNames;
        this.namesBelow = namesBelow;
    }

    static String variable(String key) {
        return PREFIX + key.replaceAll("[^A-Za-z0-9]+", "_").toUpperCase(Locale.ROOT);
    }

    @Override
    public Optional<Given> find(String key) {
        String second = shortNames.get(key);
        return second == null
                ? named(variable(key))
                : named(PREFIX + second).or(() -> named(variable(key)));
    }

    private Optional<Given> named(String variable) {
        return Optional.ofNullable(environment.get(variable))
                .map(text -> new Given(text, variable, Source.ENVIRONMENT));
    }

    @Override
    public boolean mentions(String key) {
        return find(key).isPresent();
    }

    @Override
    public Map<String, Given> below(String key) {
        Map<String, Given> below = new TreeMap<>();
        for (String name : namesBelow.getOrDefault(key, java.util.List.of())) {
            named(variable(key + "." + name)).ifPresent(given -> below.put(name, given));
        }
        return below;
    }

    /** The prefix is not ours alone, hence only variables that begin like a section count. */
    @Override
    public Map<String, Given> unknown(KnownKeys known) {
        Collection<String> variables =
                known.keys().stream().map(EnvironmentLayer::variable).collect(Collectors.toSet());
        namesBelow.forEach(
                (key, names) -> names.forEach(name -> variables.add(variable(key + "." + name))));
        Map<String, Given> unknown = new TreeMap<>();
        for (String name : environment.keySet()) {
            boolean oursAlone =
                    name.startsWith(PREFIX + "GROUPS_")
                            || name.startsWith(PREFIX + "SPOOL_")
                            || name.startsWith(PREFIX + "KAFKA_PROPERTIES_");
            if (oursAlone && !variables.contains(name)) {
                named(name).ifPresent(given -> unknown.put(name, given));
            }
        }
        return unknown;
    }
}
