package io.hostpulse.agent.config;

import io.hostpulse.agent.config.Layer.KnownKeys;
import io.hostpulse.agent.config.References.BrokenReferenceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was set, asked for by key. What is wrong is collected and a default given in its place, so
 * that all of it can be told at once.
 */
public final class Settings {

    private final List<Layer> layers;
    private final References references;
    private final Map<String, Collection<String>> namesBelow;
    private final List<String> problems;
    private final Set<String> asked = new LinkedHashSet<>();
    private final Set<String> open = new LinkedHashSet<>();

    /**
     * @param layers the first goes before the others
     * @param namesBelow names that may stand below a key that takes any, where they are known
     */
    Settings(
            List<Layer> layers,
            References references,
            Map<String, Collection<String>> namesBelow,
            List<String> problems) {
        this.namesBelow = namesBelow;
        this.layers = List.copyOf(layers);
        this.references = references;
        this.problems = problems;
    }

    /** Everything that is wrong so far. */
    public List<String> problems() {
        return problems;
    }

    /** Adds a problem with the value of {@code key}, wherever it was given. */
    public void refuse(String key, String reason) {
        problems.add(find(key).map(Given::origin).orElse(key) + ": " + reason);
    }

    /** Where {@code key} was given, for warnings; the key itself when it was not. */
    public String origin(String key) {
        return find(key).map(Given::origin).orElse(key);
    }

    /** The value of {@code key}. */
    public <T> T get(String key, T fallback, Format<T> format) {
        asked.add(key);
        return find(key).flatMap(given -> parse(given, format)).orElse(fallback);
    }

    /** The value of {@code key}; absent when it is not given or empty. */
    public <T> Optional<T> find(String key, Format<T> format) {
        asked.add(key);
        return find(key)
                .filter(given -> !given.text().isBlank())
                .flatMap(given -> parse(given, format));
    }

    /** {@code key} as it was given, references not yet replaced. */
    public Optional<Given> given(String key) {
        asked.add(key);
        return find(key);
    }

    /** The values of a list: the items of a file, or words with commas between. */
    public <T> List<T> list(String key, List<T> fallback, Format<T> format) {
        asked.add(key);
        Optional<Layer> layer = layerOf(key);
        if (layer.isEmpty()) {
            return fallback;
        }
        List<T> values = new ArrayList<>();
        for (Given given : items(layer.get(), key)) {
            parse(given, format).ifPresent(values::add);
        }
        return values;
    }

    /** Keys of the items of a list whose items are values or sections: {@code probes[0]}. */
    public List<String> itemKeys(String key) {
        asked.add(key);
        Optional<Layer> layer = layerOf(key);
        List<String> keys = new ArrayList<>();
        for (int i = 0; layer.isPresent() && layer.get().mentions(item(key, i)); i++) {
            keys.add(item(key, i));
        }
        return keys;
    }

    private List<Given> items(Layer layer, String key) {
        List<Given> items = new ArrayList<>();
        Optional<Given> whole = layer.find(key);
        if (whole.isPresent() && !whole.get().text().isBlank()) {
            for (String word : whole.get().text().split(",", -1)) {
                items.add(new Given(word, whole.get().origin(), whole.get().source()));
            }
        }
        for (int i = 0; whole.isEmpty() && layer.mentions(item(key, i)); i++) {
            asked.add(item(key, i));
            layer.find(item(key, i)).ifPresent(items::add);
        }
        return items;
    }

    private static String item(String key, int index) {
        return key + "[" + index + "]";
    }

    private Optional<Layer> layerOf(String key) {
        return layers.stream().filter(layer -> layer.mentions(key)).findFirst();
    }

    /** Values below {@code key} under any names, references not yet replaced. */
    public Map<String, Given> below(String key) {
        asked.add(key);
        open.add(key);
        Map<String, Given> values = new LinkedHashMap<>();
        for (Layer layer : layers) {
            layer.below(key).forEach(values::putIfAbsent);
        }
        return values;
    }

    /** The text of {@code given}, references replaced; empty, and a problem, when one is broken. */
    public Optional<String> resolve(Given given) {
        if (given.source() != Given.Source.FILE) {
            return Optional.of(given.text());
        }
        try {
            return Optional.of(references.resolve(given.text()));
        } catch (BrokenReferenceException e) {
            problems.add(given.origin() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Adds a problem for everything that nobody asked for. */
    public void refuseUnknown() {
        Map<String, Collection<String>> sections = new TreeMap<>();
        open.forEach(key -> sections.put(key, namesBelow.getOrDefault(key, List.of())));
        KnownKeys known = new KnownKeys(asked, sections);
        for (Layer layer : layers) {
            layer.unknown(known)
                    .forEach(
                            (name, problem) -> {
                                if (!references.use(name)) {
                                    problems.add(problem);
                                }
                            });
        }
    }

    /** The name most like {@code word} of those that may stand below an open key. */
    public Optional<String> nearest(String word, String key) {
        return Advice.nearest(word, namesBelow.getOrDefault(key, List.of()));
    }

    /** All keys that were asked for, with those below which any name may stand. */
    public Set<String> knownKeys() {
        return Set.copyOf(asked);
    }

    private Optional<Given> find(String key) {
        return layers.stream().flatMap(layer -> layer.find(key).stream()).findFirst();
    }

    private <T> Optional<T> parse(Given given, Format<T> format) {
        Optional<String> text = resolve(given);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<T> value = format.parse(text.get());
        if (value.isEmpty()) {
            problems.add(
                    given.origin()
                            + ": \""
                            + repeatable(given.text())
                            + "\" is not allowed; "
                            + format.allowed());
        }
        return value;
    }

    /**
     * What may be repeated of a value: references as they were given, as what they stand for may be
     * a secret, and no credentials or queries of URLs.
     */
    private static String repeatable(String text) {
        return text.replaceAll("//[^/\\s]*@", "//[hidden]@")
                .replaceAll("(://.*)\\?.*", "$1?[hidden]");
    }
}
