package io.hostpulse.agent.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.hostpulse.agent.probe.ProbeResult.Outcome;
import io.hostpulse.agent.probe.ProbeTarget.HttpTarget;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpsProbeTest {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static HttpsServer server;
    private static SSLContext trusting;

    @BeforeAll
    static void startServer(@TempDir Path directory) throws Exception {
        KeyStore keys = selfSigned(directory.resolve("keys.p12"));
        KeyManagerFactory own =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        trusting = SSLContext.getInstance("TLS");
        trusting.init(own.getKeyManagers(), trust.getTrustManagers(), null);

        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(trusting));
        server.createContext(
                "/",
                exchange -> {
                    byte[] body = "hello".getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    @AfterAll
    static void stopServer() {
        server.stop(0);
    }

    @Test
    void anEncryptedPageIsGot() {
        ProbeResult result = probe("localhost", trusting.getSocketFactory());

        assertThat(result.error()).isEmpty();
        assertThat(result.httpStatus()).hasValue(200);
        assertThat(result.outcome()).isEqualTo(Outcome.UP);
    }

    @Test
    void aCertificateThatIsNotTrustedIsDown() {
        ProbeResult result = probe("localhost", null);

        assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
        assertThat(result.error().orElseThrow()).contains("certification path");
        assertThat(result.connectMs()).isPresent();
    }

    @Test
    void aCertificateOfAnotherHostIsDown() {
        ProbeResult result = probe("127.0.0.1", trusting.getSocketFactory());

        assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
        assertThat(result.error().orElseThrow()).contains("127.0.0.1");
    }

    private static ProbeResult probe(String host, SSLSocketFactory encryption) {
        URI url = URI.create("https://" + host + ":" + server.getAddress().getPort() + "/");
        return new HttpProbe(new HttpTarget(url), encryption).run(TIMEOUT);
    }

    /** A certificate for localhost, made with the JDK's own program. */
    private static KeyStore selfSigned(Path file) throws Exception {
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "test",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                new String(PASSWORD))
                        .inheritIO()
                        .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream input = Files.newInputStream(file)) {
            keys.load(input, PASSWORD);
        }
        return keys;
    }
}
