package io.hostpulse.agent.config;

import io.hostpulse.agent.config.Given.Source;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings from environment variables: {@code groups.cpu.interval} from {@code
 * HOSTPULSE_GROUPS_CPU_INTERVAL}. Below an open key only names that are known can be told from
 * variables, as an underscore may stand for a dot or a dash; the map of them says which.
 */
final class EnvironmentLayer implements Layer {

    private static final String PREFIX = "HOSTPULSE_";
    private static final String EXAMPLE = "HOSTPULSE_SPOOL_MAX_SIZE for spool.max-size";
    private static final Pattern SERVICE_LINK =
            Pattern.compile("(HOSTPULSE(?:_\\w+?)?)_(?:SERVICE_(?:HOST|PORT\\w*)|PORT(?:_\\w+)?)");

    private final Map<String, String> environment;
    private final Map<String, String> shortNames;
    private final Map<String, Collection<String>> namesBelow;
    private final Set<String> otherVariables;

    /**
     * @param shortNames second variables of keys, without the prefix
     * @param namesBelow what may stand below open keys
     * @param otherVariables those with the prefix that are no settings
     */
    EnvironmentLayer(
            Map<String, String> environment,
            Map<String, String> shortNames,
            Map<String, Collection<String>> namesBelow,
            Set<String> otherVariables) {
        this.environment = environment;
        this.shortNames = shortNames;
        this.namesBelow = namesBelow;
        this.otherVariables = otherVariables;
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
        for (String name : namesBelow.getOrDefault(key, List.of())) {
            named(variable(key + "." + name)).ifPresent(given -> below.put(name, given));
        }
        return below;
    }

    @Override
    public Map<String, String> unknown(KnownKeys known) {
        Set<String> variables = variables(known);
        Map<String, String> unknown = new TreeMap<>();
        for (String name : environment.keySet()) {
            if (name.startsWith(PREFIX)
                    && !variables.contains(name)
                    && !otherVariables.contains(name)
                    && !isServiceLink(name)) {
                unknown.put(name, name + ": is not a setting; " + advice(name, variables, known));
            }
        }
        return unknown;
    }

    private Set<String> variables(KnownKeys known) {
        Set<String> variables = new TreeSet<>();
        known.keys().stream()
                .filter(key -> !known.open().containsKey(key) && key.indexOf('[') < 0)
                .forEach(key -> variables.add(variable(key)));
        namesBelow.forEach(
                (key, names) -> names.forEach(name -> variables.add(variable(key + "." + name))));
        shortNames.values().forEach(name -> variables.add(PREFIX + name));
        return variables;
    }

    private String advice(String name, Set<String> variables, KnownKeys known) {
        for (String section : known.open().keySet()) {
            String instead = shortNames.get(section);
            String part = variable(section.substring(section.lastIndexOf('.') + 1));
            int at = (withoutPrefix(name) + "_").indexOf(withoutPrefix(part) + "_");
            if (instead != null && at >= 0) {
                String rest = withoutPrefix(name).substring(at + withoutPrefix(part).length());
                String below = rest.isEmpty() ? "key" : rest.substring(1).toLowerCase(Locale.ROOT);
                return Advice.didYouMean(PREFIX + instead + "=" + below + "=value");
            }
        }
        List<String> words = variables.stream().map(EnvironmentLayer::withoutPrefix).toList();
        return Advice.nearest(withoutPrefix(name), words)
                .map(word -> Advice.didYouMean(word.replaceFirst("^_", PREFIX)))
                .orElse("variables are named as keys are, such as " + EXAMPLE);
    }

    /** With the underscore before it. */
    private static String withoutPrefix(String variable) {
        return variable.substring(PREFIX.length() - 1);
    }

    /**
     * Whether Kubernetes, or Docker, set the variable to tell of a service whose name begins with
     * hostpulse: {@code HOSTPULSE_KAFKA_SERVICE_HOST}, {@code HOSTPULSE_KAFKA_PORT_9092_TCP}.
     */
    private boolean isServiceLink(String name) {
        Matcher link = SERVICE_LINK.matcher(name);
        return link.matches() && environment.containsKey(link.group(1) + "_SERVICE_HOST");
    }
}
