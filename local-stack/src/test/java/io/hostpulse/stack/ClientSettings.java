package io.hostpulse.stack;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Properties of clients of {@link SecureKafka}. A password is given by reference to {@link
 * #PASSWORD_VARIABLE}.
 */
record ClientSettings(Certificates certificates, TokenServer tokens) {

    static final String PASSWORD_VARIABLE = "KAFKA_PASSWORD";

    /** With TLS and SCRAM. */
    String scram(String user) {
        return scram(user, tls());
    }

    /** With a certificate and nothing else, the passwords of the key stores in a file. */
    String certificateByFile(String party, Path directory) throws IOException {
        return "security.protocol=SSL\n"
                + withStorePassword(certificates.settings("", party), directory);
    }

    /** With SCRAM and what {@code tls} says of certificates. */
    String scram(String user, String tls) {
        return sasl("SCRAM-SHA-256", "scram.ScramLoginModule", user) + tls;
    }

    /** With TLS and SCRAM, the password and those of the key stores in files of a directory. */
    String scramByFile(String user, Path directory) throws IOException {
        Path password = Files.writeString(directory.resolve("password"), SecureKafka.PASSWORD);
        return withStorePassword(scram(user), directory)
                .replace("${" + PASSWORD_VARIABLE + "}", "${file:" + password + "}");
    }

    /** With TLS and SCRAM, for clients in this JVM. */
    Map<String, Object> client(String user, String bootstrapServers) {
        Properties properties = new Properties();
        try {
            properties.load(
                    new StringReader(
                            scram(user)
                                    .replace(
                                            "${" + PASSWORD_VARIABLE + "}", SecureKafka.PASSWORD)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Object> client = new HashMap<>();
        properties.forEach((name, value) -> client.put(name.toString(), value));
        client.put("bootstrap.servers", bootstrapServers);
        return client;
    }

    KafkaProducer<byte[], byte[]> producer(String user, String bootstrapServers) {
        return new KafkaProducer<>(
                client(user, bootstrapServers),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** With TLS and a password that goes over the wire. */
    String plain(String user) {
        return sasl("PLAIN", "plain.PlainLoginModule", user) + tls();
    }

    /** With TLS and a token for {@code client}. */
    String oauth(String client) {
        return oauth(client, tokens.tokenUrl());
    }

    /** With TLS and a token for {@code client} from {@code tokenUrl}. */
    String oauth(String client, String tokenUrl) {
        return """
        security.protocol=SASL_SSL
        sasl.mechanism=OAUTHBEARER
        sasl.login.callback.handler.class=\
        org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler
        sasl.jaas.config=\
        org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;
        sasl.oauthbearer.token.endpoint.url=%s
        sasl.oauthbearer.client.credentials.client.id=%s
        sasl.oauthbearer.client.credentials.client.secret=${%s}
        """
                        .formatted(tokenUrl, client, PASSWORD_VARIABLE)
                + tls();
    }

    /** Shows a certificate that the broker trusts, and trusts the broker's. */
    String tls() {
        return certificates.settings("", Certificates.AGENT);
    }

    /** Trusts another certificate than the broker's. */
    String trustingAnother() {
        return certificates.ownCertificate("", Certificates.AGENT)
                + certificates.trustedBy("", Certificates.BROKER);
    }

    /** Shows no certificate. */
    String withoutCertificate() {
        return certificates.trustedBy("", Certificates.AGENT);
    }

    private static String withStorePassword(String properties, Path directory) throws IOException {
        Path store = Files.writeString(directory.resolve("store"), Certificates.PASSWORD + "\n");
        return properties.replace("=" + Certificates.PASSWORD, "=${file:" + store + "}");
    }

    private static String sasl(String mechanism, String module, String user) {
        return """
        security.protocol=SASL_SSL
        sasl.mechanism=%s
        sasl.jaas.config=org.apache.kafka.common.security.%s required \
        username="%s" password="${%s}";
        """
                .formatted(mechanism, module, user, PASSWORD_VARIABLE);
    }
}
