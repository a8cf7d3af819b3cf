package io.hostpulse.agent.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer to a request that asked the server to close the connection after it; see RFC 9112. The
 * body ends where its length says, or else with the connection.
 */
final class HttpAnswer {

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})( .*)?");
    private static final String LENGTH = "content-length:";
    private static final int MAX_LINE_LENGTH = 16 * 1024;
    private static final int FIRST_FINAL_STATUS = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final byte[] buffer = new byte[8192];
    private final Socket socket;
    private final InputStream input;
    private final Deadline deadline;
    private int position;
    private int end;

    HttpAnswer(Socket socket, Deadline deadline) throws IOException {
        this.socket = socket;
        this.input = socket.getInputStream();
        this.deadline = deadline;
    }

    /**
     * The status, once all of the answer is there.
     *
     * @throws IOException if it is not HTTP or ends early
     */
    int readToEnd() throws IOException {
        int status;
        long length;
        do {
            status = readStatus();
            length = readHeaders();
        } while (status < FIRST_FINAL_STATUS);
        if (status != NO_CONTENT && status != NOT_MODIFIED) {
            skipBody(length);
        }
        return status;
    }

    private int readStatus() throws IOException {
        String line = readLine();
        Matcher matcher = STATUS_LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IOException("the answer is not HTTP");
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** The length of the body; -1 when it is not told. */
    private long readHeaders() throws IOException {
        long length = -1;
        String line = readLine();
        while (!line.isEmpty()) {
            if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                try {
                    length = Long.parseLong(line.substring(LENGTH.length()).strip());
                } catch (NumberFormatException e) {
                    throw new IOException("the answer has a length that is no number", e);
                }
            }
            line = readLine();
        }
        return length;
    }

    private void skipBody(long length) throws IOException {
        long missing = length < 0 ? Long.MAX_VALUE : length;
        missing -= end - position;
        while (missing > 0 && fill()) {
            missing -= end;
        }
        if (missing > 0 && length >= 0) {
            throw new IOException("the answer ended " + missing + " bytes early");
        }
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (line.size() < MAX_LINE_LENGTH) {
            if (position == end && !fill()) {
                throw new IOException("the connection was closed before the answer's end");
            }
            byte next = buffer[position++];
            if (next == '\n') {
                String text = line.toString(ISO_8859_1);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(next);
        }
        throw new IOException("the answer has a line of more than " + MAX_LINE_LENGTH + " bytes");
    }

    private boolean fill() throws IOException {
        deadline.limit(socket);
        position = 0;
        end = Math.max(0, input.read(buffer));
        return end > 0;
    }
}
