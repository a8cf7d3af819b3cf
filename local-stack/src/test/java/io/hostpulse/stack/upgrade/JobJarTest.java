package io.hostpulse.stack.upgrade;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobJarTest {

    @TempDir private Path directory;

    @Test
    void takesAJarThatStartsTheJob() throws IOException {
        Path jar = jarThatStarts("io.hostpulse.job.HostpulseJob");
        assertThatCode(() -> JobJar.requireJobIn(jar)).doesNotThrowAnyException();
    }

    @Test
    void refusesAJarThatStartsSomethingElse() throws IOException {
        Path jar = jarThatStarts("org.example.Main");
        assertThatThrownBy(() -> JobJar.requireJobIn(jar))
                .hasMessageContaining(jar + " is no job of Hostpulse: it starts org.example.Main")
                .hasMessageContaining("Nothing was stopped.");
    }

    @Test
    void refusesAFileThatIsNoJar() throws IOException {
        Path file = Files.writeString(directory.resolve("text.jar"), "text");
        assertThatThrownBy(() -> JobJar.requireJobIn(file))
                .hasMessageContaining(file + " is no jar that can be read");
    }

    private Path jarThatStarts(String mainClass) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
        Path jar = directory.resolve("job.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }
}
