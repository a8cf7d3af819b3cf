package io.hostpulse.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that answers whatever is said: the first connection with the first answer, and so on,
 * all later ones with the last.
 */
final class AnsweringServer implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final AtomicInteger connections = new AtomicInteger();
    private final List<byte[]> answers;

    AnsweringServer(byte[]... answers) throws IOException {
        this.answers = List.of(answers);
        Thread thread = new Thread(this::serve, "answering-server");
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** How many there were up to now. */
    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                int number = connections.getAndIncrement();
                client.getInputStream().read(new byte[1024]);
                client.getOutputStream().write(answers.get(Math.min(number, answers.size() - 1)));
            } catch (IOException gone) {
                // the client, or this server
            }
        }
    }
}
