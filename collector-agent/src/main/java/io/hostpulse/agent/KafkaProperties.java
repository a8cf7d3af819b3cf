package io.hostpulse.agent;

import io.hostpulse.agent.config.Given;
import io.hostpulse.agent.config.Settings;
import io.hostpulse.agent.log.Secrets;
import io.hostpulse.agent.publish.ProducerSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;

/**
 * Reads the operator's settings of the Kafka client. All that Kafka takes for a password, and all
 * that came by a reference, is a secret: hidden from problems and from the log.
 */
final class KafkaProperties {

    private static final Map<String, ConfigKey> KNOWN = ProducerConfig.configDef().configKeys();

    /** Quoted and plain values of a JAAS line; see {@link #JAAS_NAMES}. */
    private static final Pattern JAAS_VALUE =
            Pattern.compile("(\\w+)\\s*=\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|[^\\s;\"']+)");

    /** Options that are no secrets, and whose values may be ordinary words. */
    private static final Set<String> JAAS_NAMES =
            Set.of("username", "clientId", "scope", "principal", "serviceName");

    private final Settings settings;

    private KafkaProperties(Settings settings) {
        this.settings = settings;
    }

    static Map<String, String> parse(Settings settings, String bootstrapServers) {
        int problemsBefore = settings.problems().size();
        KafkaProperties properties = new KafkaProperties(settings);
        Map<String, String> values = properties.values(properties.given());
        if (settings.problems().size() == problemsBefore) {
            properties.checkTogether(bootstrapServers, values);
        }
        return values;
    }

    /** Those of the properties file give way to those of the same source or one above. */
    private Map<String, Given> given() {
        Map<String, Given> given = new TreeMap<>(settings.below(ConfigParser.KAFKA_PROPERTIES));
        settings.given(ConfigParser.KAFKA_PROPERTIES_FILE)
                .filter(file -> !file.text().isBlank())
                .ifPresent(
                        file ->
                                load(file)
                                        .forEach(
                                                (name, value) ->
                                                        given.merge(
                                                                name,
                                                                value,
                                                                (direct, loaded) ->
                                                                        file.outranks(direct)
                                                                                ? loaded
                                                                                : direct)));
        return given;
    }

    private Map<String, Given> load(Given file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file.text()))) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            settings.problems()
                    .add(
                            file.origin()
                                    + ": \""
                                    + file.text()
                                    + "\" cannot be read as a properties file: "
                                    + e);
        }
        Map<String, Given> given = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            String origin = file.text() + ": " + name;
            given.put(name, new Given(properties.getProperty(name), origin, Given.Source.FILE));
        }
        return given;
    }

    private Map<String, String> values(Map<String, Given> given) {
        Map<String, String> values = new HashMap<>();
        given.forEach(
                (name, value) -> {
                    ConfigKey known = KNOWN.get(name);
                    if (ProducerSettings.FIXED.contains(name)) {
                        settings.problems().add(value.origin() + " is set by the agent; remove it");
                    } else if (known == null) {
                        settings.problems()
                                .add(
                                        value.origin()
                                                + " is not a setting of Kafka's producer"
                                                + settings.nearest(
                                                                name, ConfigParser.KAFKA_PROPERTIES)
                                                        .map(near -> "; did you mean " + near + "?")
                                                        .orElse(""));
                    } else {
                        settings.resolve(value)
                                .filter(text -> isAllowed(known, value, text))
                                .ifPresent(text -> values.put(name, text));
                    }
                });
        return values;
    }

    private boolean isAllowed(ConfigKey key, Given given, String text) {
        hideSecrets(key, given, text);
        try {
            Object value = ConfigDef.parseType(key.name, text, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(key.name, value);
            }
            return true;
        } catch (ConfigException e) {
            String allowed = key.validator == null ? "" : " " + key.validator;
            settings.problems()
                    .add(
                            given.origin()
                                    + ": "
                                    + (key.type == ConfigDef.Type.PASSWORD
                                            ? "the value"
                                            : Secrets.hide("\"" + given.text() + "\""))
                                    + " is not allowed; give a value of type "
                                    + key.type.name().toLowerCase(Locale.ROOT)
                                    + allowed);
            return false;
        }
    }

    private static void hideSecrets(ConfigKey key, Given given, String text) {
        boolean fromReference = !text.equals(given.text());
        if (key.name.equals(SaslConfigs.SASL_JAAS_CONFIG)) {
            Matcher matcher = JAAS_VALUE.matcher(text);
            while (matcher.find()) {
                if (!JAAS_NAMES.contains(matcher.group(1))) {
                    Secrets.add(matcher.group(2).replaceAll("^[\"']|[\"']$", ""));
                }
            }
        }
        if (key.type == ConfigDef.Type.PASSWORD || fromReference) {
            Secrets.add(text);
        }
    }

    /** What is wrong between settings. Kafka's words may hold values. */
    private void checkTogether(String bootstrapServers, Map<String, String> values) {
        try {
            new ProducerConfig(ProducerSettings.of(bootstrapServers, values));
        } catch (ConfigException e) {
            settings.problems()
                    .add(ConfigParser.KAFKA_PROPERTIES + ": " + Secrets.hide(e.getMessage()));
        }
    }
}
