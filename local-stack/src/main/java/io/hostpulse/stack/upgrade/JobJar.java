package io.hostpulse.stack.upgrade;

import io.hostpulse.stack.StackException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * Looks at a jar before Flink runs its main method, which it does inside the JobManager: a program
 * that ends with {@code System.exit} ends that, and with it every job.
 */
final class JobJar {

    private static final String PACKAGE = "io.hostpulse.job.";

    private JobJar() {}

    /**
     * @throws StackException if it is no jar with a job of Hostpulse
     */
    static void requireJobIn(Path jar) {
        String mainClass = mainClass(jar);
        if (!mainClass.startsWith(PACKAGE)) {
            throw new StackException(
                    "%s is no job of Hostpulse: it starts %s. The build makes flink-job/target/hostpulse-job.jar. Nothing was stopped."
                            .formatted(jar, mainClass.isEmpty() ? "nothing" : mainClass));
        }
    }

    private static String mainClass(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String name =
                    manifest == null
                            ? null
                            : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
            return name == null ? "" : name;
        } catch (IOException e) {
            throw new StackException(
                    "%s is no jar that can be read (%s). Nothing was stopped."
                            .formatted(jar, e.getMessage()),
                    e);
        }
    }
}
