package io.hostpulse.stack.server;

import io.hostpulse.stack.ElasticsearchSecurity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What a secured Elasticsearch node reads from its configuration directory: certificate, key and
 * the one user of its file realm, whose password is hashed as Elasticsearch's {@code pbkdf2} does.
 */
final class SecurityFiles {

    private static final int ITERATIONS = 10_000;
    private static final int SALT_BYTES = 32;
    private static final int HASH_BITS = 256;

    private SecurityFiles() {}

    /**
     * Writes the files.
     *
     * @return the settings that name them
     */
    static Map<String, String> write(ElasticsearchSecurity security, Path config) {
        try {
            Files.createDirectories(config);
            copy(security.certificate(), config.resolve("http.crt"));
            copy(security.key(), config.resolve("http.key"));
            Files.writeString(
                    config.resolve("users"), security.user() + ":" + hash(security.password()));
            Files.writeString(config.resolve("users_roles"), "superuser:" + security.user());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + config, e);
        }
        return Map.of(
                "xpack.security.http.ssl.enabled", "true",
                "xpack.security.http.ssl.certificate", "http.crt",
                "xpack.security.http.ssl.key", "http.key",
                "xpack.security.authc.realms.file.files.order", "0",
                "xpack.security.authc.realms.native.natives.order", "1");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, HASH_BITS);
        try {
            byte[] hash =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                            .generateSecret(spec)
                            .getEncoded();
            Base64.Encoder base64 = Base64.getEncoder();
            return "{PBKDF2}%d$%s$%s"
                    .formatted(
                            ITERATIONS, base64.encodeToString(salt), base64.encodeToString(hash));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot hash a password", e);
        }
    }
}
