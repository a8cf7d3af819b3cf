package io.hostpulse.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Java's tool for keys and certificates. */
final class Keytool {

    private Keytool() {}

    /**
     * @param store a PKCS#12 file, made if there is none
     * @param password of the store
     */
    static void run(Path store, String password, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/keytool").toString());
        command.addAll(arguments);
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", password));
        Path output = store.resolveSibling("keytool.out");
        int exitCode =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start()
                        .waitFor();
        if (exitCode != 0) {
            throw new IOException("keytool fails: " + Files.readString(output));
        }
    }
}
