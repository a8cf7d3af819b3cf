package io.hostpulse.benchmarks.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.Executors;

/**
 * Answers bulks as Elasticsearch does, and does nothing else with them. A process of its own, so
 * that it does not count.
 */
public final class AnsweringServer implements AutoCloseable {

    private static final byte[] BEGINNING =
            "{\"took\":1,\"errors\":false,\"items\":[".getBytes(UTF_8);
    private static final byte[] ITEM =
            "{\"index\":{\"_index\":\"metrics-hostpulse.samples.2026.11.01\",\"_type\":\"_doc\",\"_id\":\"host-0001|1793534400000\",\"_version\":1,\"result\":\"created\",\"_shards\":{\"total\":1,\"successful\":1,\"failed\":0},\"_seq_no\":1000,\"_primary_term\":1,\"status\":201}}"
                    .getBytes(UTF_8);
    private static final byte[] END = "]}".getBytes(UTF_8);

    private final Process process;
    private final URI address;

    private AnsweringServer(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /** Starts one on a free port of the loopback interface. */
    public static AnsweringServer start() throws IOException {
        Process process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                AnsweringServer.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        return new AnsweringServer(process, URI.create(process.inputReader(UTF_8).readLine()));
    }

    public URI address() {
        return address;
    }

    @Override
    public void close() {
        process.destroy();
    }

    /** Ends when its starter does. */
    public static void main(String[] args) throws IOException {
        HttpServer http =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newCachedThreadPool());
        http.createContext("/", AnsweringServer::answer);
        http.start();
        System.out.println("http://127.0.0.1:" + http.getAddress().getPort());
        while (System.in.read() >= 0) {
            // until the pipe is closed
        }
        System.exit(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] answer = answerTo(countLines(exchange.getRequestBody()) / 2);
            exchange.getResponseHeaders()
                    .set("Content-Type", "application/vnd.elasticsearch+json;compatible-with=7");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static byte[] answerTo(int documents) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream((documents + 1) * ITEM.length);
        answer.writeBytes(BEGINNING);
        for (int i = 0; i < documents; i++) {
            if (i > 0) {
                answer.write(',');
            }
            answer.writeBytes(ITEM);
        }
        answer.writeBytes(END);
        return answer.toByteArray();
    }

    private static int countLines(InputStream body) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        int lines = 0;
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            for (int i = 0; i < read; i++) {
                if (buffer[i] == '\n') {
                    lines++;
                }
            }
        }
        return lines;
    }
}
