package io.hostpulse.agent.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A TCP connection that was just made.
 *
 * @param connectMs time that the handshake took, without the look-up of the name
 */
record Connection(Socket socket, double connectMs) implements AutoCloseable {

    static Connection open(String host, int port, Deadline deadline) throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IOException("the name " + host + " cannot be resolved");
        }
        Socket socket = new Socket();
        try {
            long start = System.nanoTime();
            socket.connect(address, deadline.remainingMillis());
            return new Connection(socket, Deadline.millisSince(start));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
