package io.hostpulse.stack.upgrade;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Copies of jars that jobs were started with, each named by its SHA-256. What was built may be
 * built anew; the way back needs the very jar.
 */
public record JarArchive(Path root) {

    private static final String SUFFIX = ".jar";

    /** Copies a jar here, unless it is here already. */
    public Path keep(Path jar) {
        if (root.equals(jar.getParent())) {
            return jar;
        }
        Path kept = root.resolve(sha256(jar) + SUFFIX);
        if (Files.exists(kept)) {
            return kept;
        }
        Path draft = root.resolve(kept.getFileName() + ".tmp");
        try {
            Files.createDirectories(root);
            Files.copy(jar, draft, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            return Files.move(draft, kept, ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + jar + " to " + root, e);
        }
    }

    public Optional<Path> find(String sha256) {
        return Optional.of(root.resolve(sha256 + SUFFIX))
                .filter(file -> !sha256.isEmpty() && Files.exists(file));
    }

    /** Removes all jars but these. */
    void retain(Set<String> needed) {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> files = Files.list(root)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(SUFFIX)
                        && !needed.contains(name.substring(0, name.length() - SUFFIX.length()))) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove jars from " + root, e);
        }
    }

    public static String sha256(Path file) {
        try (DigestInputStream in =
                new DigestInputStream(
                        Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
