package io.hostpulse.agent.check;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** What is spoken at a port, as the first bytes of an answer tell. */
enum PortSpeech {
    KAFKA,
    TLS,
    /** Neither, or the port stays silent. */
    OTHER;

    /** Of a TLS record with an alert (RFC 8446 §5.1), before its version. */
    private static final int TLS_ALERT = 21;

    private static final int TLS_MAJOR_VERSION = 3;

    private static final short API_VERSIONS = 18;

    /**
     * Asks for the versions of Kafka's requests, which any broker answers without credentials, and
     * which is no TLS.
     *
     * @param patience for the connection, and as much for the answer
     * @throws IOException if there is no connection
     */
    static PortSpeech at(InetSocketAddress address, Duration patience) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout((int) patience.toMillis());
            socket.connect(address, (int) patience.toMillis());
            try {
                socket.getOutputStream().write(versionsRequest());
                return of(socket.getInputStream().readNBytes(2));
            } catch (SocketException | SocketTimeoutException noAnswer) {
                return OTHER;
            }
        }
    }

    private static PortSpeech of(byte[] answer) {
        if (answer.length < 2) {
            return OTHER;
        }
        if (answer[0] == TLS_ALERT && answer[1] == TLS_MAJOR_VERSION) {
            return TLS;
        }
        // the length of a Kafka answer of less than 64 KiB
        return answer[0] == 0 && answer[1] == 0 ? KAFKA : OTHER;
    }

    /**
     * Version 0 of the <a
     * href="https://kafka.apache.org/protocol#The_Messages_ApiVersions">request</a>.
     */
    private static byte[] versionsRequest() {
        short version = 0;
        int correlationId = 0;
        short noClientId = -1;
        int length = 2 * Short.BYTES + Integer.BYTES + Short.BYTES;
        return ByteBuffer.allocate(Integer.BYTES + length)
                .putInt(length)
                .putShort(API_VERSIONS)
                .putShort(version)
                .putInt(correlationId)
                .putShort(noClientId)
                .array();
    }
}
