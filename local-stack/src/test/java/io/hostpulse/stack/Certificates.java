package io.hostpulse.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A broker and its clients, each with a certificate of its own that the broker and it trust. */
final class Certificates {

    static final String BROKER = "broker";
    static final String AGENT = "agent";
    static final String JOB = "job";

    /** Of all stores and keys. */
    static final String PASSWORD = "store-secret";

    private final Path directory;

    Certificates(Path directory) {
        this.directory = directory;
    }

    /** The certificates are for the address 127.0.0.1, and for no name. */
    void make() throws IOException, InterruptedException {
        make(BROKER);
        for (String client : List.of(AGENT, JOB)) {
            make(client);
            trust(BROKER, client);
            trust(client, BROKER);
        }
    }

    /** Kafka's settings for a party that shows its certificate and trusts the other's. */
    String settings(String prefix, String party) {
        return ownCertificate(prefix, party) + trustedBy(prefix, party);
    }

    /** Kafka's settings for the certificate that a party shows. */
    String ownCertificate(String prefix, String party) {
        return """
        %1$sssl.keystore.location=%2$s
        %1$sssl.keystore.password=%3$s
        %1$sssl.key.password=%3$s
        """
                .formatted(prefix, keys(party), PASSWORD);
    }

    /** Kafka's settings for trusting what {@code party} trusts. */
    String trustedBy(String prefix, String party) {
        return """
        %1$sssl.truststore.location=%2$s
        %1$sssl.truststore.password=%3$s
        """
                .formatted(prefix, trusted(party), PASSWORD);
    }

    private void make(String party) throws IOException, InterruptedException {
        Keytool.run(
                keys(party),
                PASSWORD,
                List.of(
                        "-genkeypair",
                        "-alias",
                        party,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + party,
                        "-ext",
                        "san=ip:127.0.0.1"));
        Keytool.run(
                keys(party),
                PASSWORD,
                List.of("-exportcert", "-alias", party, "-file", certificate(party).toString()));
    }

    private void trust(String party, String other) throws IOException, InterruptedException {
        Keytool.run(
                trusted(party),
                PASSWORD,
                List.of(
                        "-importcert",
                        "-noprompt",
                        "-alias",
                        other,
                        "-file",
                        certificate(other).toString()));
    }

    private Path keys(String party) {
        return directory.resolve(party + ".keys.p12");
    }

    private Path trusted(String party) {
        return directory.resolve(party + ".trusted.p12");
    }

    private Path certificate(String party) {
        return directory.resolve(party + ".crt");
    }
}
