package io.hostpulse.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;

/**
 * What a job says of itself, as Flink's global job parameters: its REST API shows them under {@code
 * /jobs/ID/config}, so that whoever upgrades the job knows what runs, however it was started.
 *
 * <ul>
 *   <li>{@code hostpulse.version}, {@code hostpulse.commit}: of the jar's manifest
 *   <li>{@code hostpulse.jar}: SHA-256 of the jar, hexadecimal
 *   <li>{@code hostpulse.arguments}: JSON array; passwords in URLs are masked
 *   <li>{@code hostpulse.operators}: uids of all operators, separated by commas
 * </ul>
 *
 * What is not known, as where classes are in no jar, is left out.
 */
final class JobIdentity {

    private static final String PASSWORD_IN_URL = "://[^/@\\s]*@";

    private JobIdentity() {}

    /** Tells it to Flink; to be called when all operators are there. */
    static void publish(StreamExecutionEnvironment environment, String... arguments)
            throws IOException {
        Configuration identity = new Configuration();
        identity.setString("hostpulse.arguments", json(arguments));
        identity.setString("hostpulse.operators", operators(environment));
        Optional<Path> jar = jar();
        if (jar.isPresent()) {
            identity.setString("hostpulse.jar", sha256(jar.get()));
            try (JarFile file = new JarFile(jar.get().toFile())) {
                putManifest(identity, file.getManifest());
            }
        }
        environment.getConfig().setGlobalJobParameters(identity);
    }

    private static void putManifest(Configuration identity, Manifest manifest) {
        putPresent(identity, "hostpulse.version", manifest, "Implementation-Version");
        putPresent(identity, "hostpulse.commit", manifest, "Implementation-Commit");
    }

    private static void putPresent(
            Configuration identity, String key, Manifest manifest, String attribute) {
        String value = manifest.getMainAttributes().getValue(attribute);
        if (value != null && !value.isBlank()) {
            identity.setString(key, value);
        }
    }

    private static String operators(StreamExecutionEnvironment environment) {
        return String.join(
                ",",
                environment.getStreamGraph(false).getStreamNodes().stream()
                        .map(StreamNode::getTransformationUID)
                        .sorted()
                        .toList());
    }

    static String json(String... arguments) {
        try {
            return new ObjectMapper()
                    .writeValueAsString(
                            Stream.of(arguments)
                                    .map(each -> each.replaceAll(PASSWORD_IN_URL, "://****@"))
                                    .toList());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Optional<Path> jar() {
        return file(JobIdentity.class.getProtectionDomain().getCodeSource().getLocation());
    }

    /**
     * The file at a class loader's URL. Where Flink's image runs one job, the path in it is
     * relative to the working directory, which no URI of a file can be.
     */
    static Optional<Path> file(URL location) {
        try {
            URI uri = location.toURI();
            Path place = uri.isOpaque() ? Path.of(uri.getSchemeSpecificPart()) : Path.of(uri);
            return Optional.of(place).filter(Files::isRegularFile);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    static String sha256(Path file) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(
                        Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
