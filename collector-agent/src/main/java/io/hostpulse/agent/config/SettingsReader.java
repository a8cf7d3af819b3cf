package io.hostpulse.agent.config;

import io.hostpulse.agent.config.Given.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings the sources of settings together: flags go before the environment, the environment before
 * the file.
 *
 * @param environment variables, {@code HOSTPULSE_...} for settings and any for references
 * @param shortNames second variables of keys, without their prefix
 * @param namesBelow names that may stand below a key that takes any
 * @param otherVariables variables {@code HOSTPULSE_...} that are no settings
 */
public record SettingsReader(
        Map<String, String> environment,
        Map<String, String> shortNames,
        Map<String, Collection<String>> namesBelow,
        Set<String> otherVariables) {

    /**
     * Reads {@code file} if there is one.
     *
     * @param given what was given apart from the file, by source and key
     * @param problems what is known to be wrong already
     */
    public Settings read(
            Optional<Path> file, Map<Source, Map<String, Given>> given, List<String> problems) {
        List<String> all = new ArrayList<>(problems);
        List<Layer> layers = new ArrayList<>();
        layers.add(new KeyedLayer(given.getOrDefault(Source.FLAG, Map.of())));
        layers.add(new EnvironmentLayer(environment, shortNames, namesBelow, otherVariables));
        layers.add(new KeyedLayer(given.getOrDefault(Source.ENVIRONMENT, Map.of())));
        file.ifPresent(path -> layers.add(new KeyedLayer(YamlFile.read(path, all))));
        return new Settings(layers, new References(environment), namesBelow, all);
    }
}
