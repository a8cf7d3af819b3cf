package io.hostpulse.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A program that is started as Kibana is, and answers what the stack asks of it: ready, and an
 * import that succeeds.
 */
final class FakeKibana {

    private FakeKibana() {}

    /** Makes a directory that looks like an unpacked Kibana. */
    static Path install(Path home) throws IOException {
        Path program = Files.createDirectories(home.resolve("bin")).resolve("kibana");
        Files.writeString(
                program,
                """
                #!/bin/sh
                exec "%s/bin/java" -Xmx32m -cp "%s" %s "$@"
                """
                        .formatted(
                                System.getProperty("java.home"),
                                System.getProperty("java.class.path"),
                                FakeKibana.class.getName()));
        program.toFile().setExecutable(true);
        return home;
    }

    public static void main(String[] arguments) throws IOException {
        Path configuration = Path.of(List.of(arguments).get(1));
        int port =
                Files.readAllLines(configuration).stream()
                        .filter(line -> line.startsWith("server.port: "))
                        .mapToInt(line -> Integer.parseInt(line.substring(13)))
                        .findFirst()
                        .orElseThrow();
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    byte[] answer = "{\"success\":true}".getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
    }
}
