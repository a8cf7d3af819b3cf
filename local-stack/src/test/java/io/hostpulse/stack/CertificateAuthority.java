package io.hostpulse.stack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Issues certificates to servers, as PEM files. */
final class CertificateAuthority {

    private static final String NAME = "authority";
    private static final String PASSWORD = "store-secret";

    private final Path directory;
    private final Path store;

    /**
     * @param directory an empty one
     */
    CertificateAuthority(Path directory)
            throws IOException, InterruptedException, GeneralSecurityException {
        this.directory = directory;
        store = directory.resolve("authority.p12");
        Keytool.run(store, PASSWORD, newKey(NAME, "-ext", "bc:c"));
        writePem(certificate(), "CERTIFICATE", open().getCertificate(NAME).getEncoded());
    }

    /** The authority's own certificate. */
    Path certificate() {
        return directory.resolve("authority.crt");
    }

    /**
     * Security of a server that shows a certificate of this authority.
     *
     * @param address that the certificate is for, such as {@code ip:127.0.0.1}
     */
    ElasticsearchSecurity secure(String address, String user, String password)
            throws IOException, InterruptedException, GeneralSecurityException {
        String server = "server-" + address.replace(':', '-');
        Keytool.run(store, PASSWORD, newKey(server, "-signer", NAME, "-ext", "san=" + address));
        Path certificate = directory.resolve(server + ".crt");
        Path key = directory.resolve(server + ".key");
        writePem(certificate, "CERTIFICATE", open().getCertificate(server).getEncoded());
        writePem(key, "PRIVATE KEY", open().getKey(server, PASSWORD.toCharArray()).getEncoded());
        return new ElasticsearchSecurity(certificate, key, certificate(), user, password);
    }

    private static List<String> newKey(String alias, String... more) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("-genkeypair", "-alias", alias, "-keyalg", "EC"));
        arguments.addAll(List.of("-dname", "CN=" + alias));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private KeyStore open() throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            return keys;
        }
    }

    private static void writePem(Path file, String type, byte[] content) throws IOException {
        Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
        Files.writeString(
                file,
                "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                        .formatted(type, new String(lines.encode(content), US_ASCII)));
    }
}
