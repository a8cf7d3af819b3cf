package io.hostpulse.job.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** Installs the templates that go with the job, as an operator does. */
final class TemplateInstaller {

    private static final Path SCRIPT = Path.of("..", "elastic", "install.sh");

    private TemplateInstaller() {}

    static void run(URI server) throws IOException {
        Process process =
                new ProcessBuilder(SCRIPT.toString(), "--url", server.toString())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(SCRIPT + " failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(SCRIPT + " was interrupted", e);
        }
    }
}
