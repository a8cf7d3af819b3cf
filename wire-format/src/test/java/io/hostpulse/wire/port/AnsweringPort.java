package io.hostpulse.wire.port;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server that gives everybody who says something the same answer, and ends the connection. */
final class AnsweringPort implements AutoCloseable {

    private final ServerSocket server;
    private final byte[] answer;

    AnsweringPort(byte[] answer) {
        this.answer = answer;
        try {
            server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "answering-port");
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.getInputStream().read(new byte[1024]);
                client.getOutputStream().write(answer);
            } catch (IOException gone) {
                // the client, or this server
            }
        }
    }
}
