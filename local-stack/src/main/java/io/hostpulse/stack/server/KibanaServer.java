package io.hostpulse.stack.server;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.OwnKibana;
import io.hostpulse.stack.StackConfig;
import io.hostpulse.stack.client.Kibana;
import io.hostpulse.stack.process.StackProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Kibana without security, on the loopback interface, from an unpacked distribution. It tells
 * nobody about itself.
 */
public final class KibanaServer extends RunningServer {

    /** The first start makes its indices. */
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int KEY_BYTES = 16;

    private KibanaServer(StackProcess process) {
        super(process, STOP_LIMIT);
    }

    /** Starts it and waits until it is ready. */
    public static KibanaServer start(StackConfig config) {
        OwnKibana own = config.kibana().orElseThrow();
        Path directory = config.data().of("kibana");
        ConfigFiles.write(
                directory,
                "kibana/kibana.yml",
                Map.of(
                        "port", own.port(),
                        "url", own.address(),
                        "elasticsearch", config.addresses().elasticsearch(),
                        "data", createDirectory(directory.resolve("data")),
                        "key", encryptionKey(directory.resolve("encryption-key"))));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                own.home().resolve("bin/kibana").toString(),
                                "--config",
                                directory.resolve("kibana.yml").toString()));
        if (CurrentUser.isRoot()) {
            command.add("--allow-root");
        }
        StackProcess process =
                StackProcess.start(
                        config.data(),
                        Component.KIBANA,
                        command,
                        Map.of("KBN_PATH_CONF", directory.toString()),
                        own.address());
        Kibana client = new Kibana(URI.create(own.address()));
        process.awaitReady(START_LIMIT, client::isUp);
        return new KibanaServer(process);
    }

    /** Kibana encrypts rules and connectors with it: another key would lose them. */
    private static String encryptionKey(Path file) {
        try {
            if (!Files.exists(file)) {
                byte[] key = new byte[KEY_BYTES];
                new SecureRandom().nextBytes(key);
                Files.writeString(file, HexFormat.of().formatHex(key));
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + file, e);
        }
    }

    private static Path createDirectory(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
