package io.hostpulse.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An OAuth 2.0 server on the loopback interface: gives tokens for client credentials (RFC 6749
 * §4.4), as signed JWTs (RFC 7519), and publishes the key to check them with (RFC 7517).
 */
final class TokenServer implements AutoCloseable {

    /** Its tokens are signed with a key that is not published. */
    static final String FORGER = "forger";

    static final String AUDIENCE = "hostpulse-kafka";

    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String KEY_ID = "key-1";

    private final HttpServer server;
    private final String secret;
    private final KeyPair published = newKeys();
    private final KeyPair unpublished = newKeys();
    private final List<String> tokens = new CopyOnWriteArrayList<>();

    /**
     * @param secret of every client
     */
    TokenServer(String secret) throws IOException {
        this.secret = secret;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", this::giveToken);
        server.createContext("/keys", exchange -> answer(exchange, 200, keySet()));
        server.start();
    }

    String tokenUrl() {
        return url("/token");
    }

    String keySetUrl() {
        return url("/keys");
    }

    /** Every token that was given, in the three parts that each has. */
    List<String> givenTokens() {
        return List.copyOf(tokens);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void giveToken(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        String[] credentials =
                new String(Base64.getDecoder().decode(authorization.replace("Basic ", "")), UTF_8)
                        .split(":", 2);
        if (!credentials[1].equals(secret)) {
            answer(exchange, 401, "{\"error\":\"invalid_client\"}");
            return;
        }
        KeyPair keys = credentials[0].equals(FORGER) ? unpublished : published;
        String token = sign(claims(credentials[0]), keys.getPrivate());
        tokens.add(token);
        answer(
                exchange,
                200,
                """
                {"access_token":"%s","token_type":"Bearer","expires_in":%d}"""
                        .formatted(token, LIFETIME.toSeconds()));
    }

    private static String claims(String subject) {
        Instant now = Instant.now();
        return """
        {"sub":"%s","aud":"%s","iat":%d,"exp":%d}"""
                .formatted(
                        subject,
                        AUDIENCE,
                        now.getEpochSecond(),
                        now.plus(LIFETIME).getEpochSecond());
    }

    private static String sign(String claims, PrivateKey key) {
        String header =
                """
                {"alg":"RS256","typ":"JWT","kid":"%s"}"""
                        .formatted(KEY_ID);
        String content = encode(header.getBytes(UTF_8)) + "." + encode(claims.getBytes(UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(content.getBytes(UTF_8));
            return content + "." + encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String keySet() {
        RSAPublicKey key = (RSAPublicKey) published.getPublic();
        return """
        {"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"%s","n":"%s","e":"%s"}]}"""
                .formatted(KEY_ID, encode(key.getModulus()), encode(key.getPublicExponent()));
    }

    /** Without the byte that holds a sign alone. */
    private static String encode(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int signBytes = bytes[0] == 0 ? 1 : 0;
        return encode(Arrays.copyOfRange(bytes, signBytes, bytes.length));
    }

    private static String encode(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
