package io.hostpulse.job.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.provider.ConfigProvider;

/**
 * Replaces <code>${file:/path}</code> in settings of Kafka's clients by what the file holds,
 * without its last line break. Kafka's client asks it wherever a client is made, so the job's graph
 * has the reference alone, and the secret is read on the machine that uses it.
 */
public final class SecretFiles implements ConfigProvider {

    private static final String NAME = "file";
    private static final String REFERENCE = "${" + NAME + ":";
    private static final String PROVIDERS = "config.providers";

    /** The settings, with this provider named in them where they refer to files. */
    static Properties enable(Properties settings) {
        boolean refers =
                settings.values().stream().anyMatch(each -> each.toString().contains(REFERENCE));
        if (!refers || settings.containsKey(PROVIDERS)) {
            return settings;
        }
        Properties enabled = new Properties();
        enabled.putAll(settings);
        enabled.setProperty(PROVIDERS, NAME);
        enabled.setProperty(PROVIDERS + "." + NAME + ".class", SecretFiles.class.getName());
        return enabled;
    }

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public ConfigData get(String path) {
        throw new ConfigException("${file:" + path + "} names no file; give ${file:/path/of/it}");
    }

    @Override
    public ConfigData get(String path, Set<String> keys) {
        Map<String, String> secrets = new HashMap<>();
        keys.forEach(file -> secrets.put(file, read(file)));
        return new ConfigData(secrets);
    }

    @Override
    public void close() {}

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).replaceFirst("\\R\\z", "");
        } catch (IOException | InvalidPathException e) {
            throw new ConfigException(
                    "the file %s, which settings of Kafka's client refer to, cannot be read: %s"
                            .formatted(file, e));
        }
    }
}
