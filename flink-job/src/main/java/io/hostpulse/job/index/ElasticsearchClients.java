package io.hostpulse.job.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.job.index.ElasticsearchConnection.Login;
import io.hostpulse.job.index.ElasticsearchConnection.Password;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.message.BasicHeader;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.client.RestClientBuilder;

/** Makes clients with the certificates and the secret that the files hold at that moment. */
final class ElasticsearchClients {

    private ElasticsearchClients() {}

    /**
     * @throws IOException if a file cannot be used; it says which and why
     */
    static BulkClient open(ElasticsearchConnection connection) throws IOException {
        RestClientBuilder builder =
                RestClient.builder(hosts(connection))
                        .setCompressionEnabled(connection.compressed())
                        .setRequestConfigCallback(
                                request ->
                                        request.setConnectTimeout(connection.connectTimeoutMillis())
                                                .setSocketTimeout(
                                                        connection.answerTimeoutMillis()));
        connection.pathPrefix().ifPresent(builder::setPathPrefix);
        if (connection.authorities() != null) {
            SSLContext trust = readTrust(connection.authorities());
            builder.setHttpClientConfigCallback(http -> http.setSSLContext(trust));
        }
        if (connection.login() != null) {
            builder.setDefaultHeaders(new Header[] {authorization(connection.login())});
        }
        return new BulkClient(builder);
    }

    /** The servers, without the path that may come after them. */
    static HttpHost[] hosts(ElasticsearchConnection connection) {
        return connection.urls().stream()
                .map(url -> new HttpHost(url.getHost(), url.getPort(), url.getScheme()))
                .toArray(HttpHost[]::new);
    }

    private static Header authorization(Login login) throws IOException {
        String secret = readSecret(login.secret());
        String value =
                login instanceof Password password
                        ? "Basic " + base64(password.user() + ":" + secret)
                        : "ApiKey " + (secret.contains(":") ? base64(secret) : secret);
        return new BasicHeader("Authorization", value);
    }

    private static String readSecret(File file) throws IOException {
        String secret;
        try {
            secret = Files.readString(file.toPath()).strip();
        } catch (IOException e) {
            throw new UnusableFileException(file, "cannot be read", e);
        }
        if (secret.isEmpty()) {
            throw new UnusableFileException(file, "is empty", null);
        }
        if (secret.chars().anyMatch(Character::isISOControl)) {
            throw new UnusableFileException(file, "must hold one line, the secret", null);
        }
        return secret;
    }

    private static SSLContext readTrust(File authorities) throws IOException {
        try (InputStream pem = Files.newInputStream(authorities.toPath())) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem);
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
            if (store.size() == 0) {
                throw new UnusableFileException(authorities, "holds no certificate", null);
            }
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (UnusableFileException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new UnusableFileException(authorities, "holds no certificate in PEM form", e);
        } catch (IOException e) {
            throw new UnusableFileException(authorities, "cannot be read", e);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
