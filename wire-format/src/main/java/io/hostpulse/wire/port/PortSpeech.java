package io.hostpulse.wire.port;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/** What is spoken at a port, as the first bytes of an answer tell. */
enum PortSpeech {
    KAFKA,
    TLS,
    HTTP,
    SSH,
    /** Bytes of something else. */
    OTHER,
    /** No answer in time, or an end instead of one. */
    NOTHING;

    /** Of a TLS record with an alert (RFC 8446 §5.1), before its version. */
    private static final int TLS_ALERT = 21;

    private static final int TLS_MAJOR_VERSION = 3;

    private static final short API_VERSIONS = 18;

    /** Comes back in Kafka's answer, and is nothing that another server would say by chance. */
    private static final int CORRELATION_ID = 0x48_50_1c_e7;

    /** Of the answer after its length: the correlation id and an error code. */
    private static final int SHORTEST_ANSWER = Integer.BYTES + Short.BYTES;

    private static final int LONGEST_ANSWER = 64 * 1024;

    /** Some servers of HTTP answer nothing before the end of a line. */
    private static final byte[] EMPTY_LINES = "\r\n\r\n".getBytes(US_ASCII);

    /**
     * Asks for the versions of Kafka's requests, which any broker answers without credentials, and
     * which is no TLS.
     *
     * @param patience for the connection, and as much for each part of the answer
     * @throws IOException if there is no connection
     */
    static PortSpeech at(InetSocketAddress address, Duration patience) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout((int) patience.toMillis());
            socket.connect(address, (int) patience.toMillis());
            PortSpeech speech = of(ask(socket, versionsRequest()));
            return speech == NOTHING ? of(ask(socket, EMPTY_LINES)) : speech;
        }
    }

    /** As many bytes of the answer as come, up to those that tell. */
    private static byte[] ask(Socket socket, byte[] question) {
        byte[] answer = new byte[2 * Integer.BYTES];
        int length = 0;
        try {
            socket.getOutputStream().write(question);
            int read = 0;
            while (read >= 0 && length < answer.length) {
                length += read;
                read = socket.getInputStream().read(answer, length, answer.length - length);
            }
        } catch (IOException noMore) {
            // what has come tells, if anything
        }
        return Arrays.copyOf(answer, length);
    }

    private static PortSpeech of(byte[] answer) {
        if (answer.length == 0) {
            return NOTHING;
        }
        if (answer.length > 1 && answer[0] == TLS_ALERT && answer[1] == TLS_MAJOR_VERSION) {
            return TLS;
        }
        if (isKafka(answer)) {
            return KAFKA;
        }
        String text = new String(answer, US_ASCII);
        if (text.startsWith("HTTP/")) {
            return HTTP;
        }
        return text.startsWith("SSH-") ? SSH : OTHER;
    }

    private static boolean isKafka(byte[] answer) {
        if (answer.length < 2 * Integer.BYTES) {
            return false;
        }
        ByteBuffer header = ByteBuffer.wrap(answer);
        int length = header.getInt();
        return length >= SHORTEST_ANSWER
                && length <= LONGEST_ANSWER
                && header.getInt() == CORRELATION_ID;
    }

    /**
     * Version 0 of the <a
     * href="https://kafka.apache.org/protocol#The_Messages_ApiVersions">request</a>.
     */
    private static byte[] versionsRequest() {
        short version = 0;
        short noClientId = -1;
        int length = 2 * Short.BYTES + Integer.BYTES + Short.BYTES;
        return ByteBuffer.allocate(Integer.BYTES + length)
                .putInt(length)
                .putShort(API_VERSIONS)
                .putShort(version)
                .putInt(CORRELATION_ID)
                .putShort(noClientId)
                .array();
    }
}
