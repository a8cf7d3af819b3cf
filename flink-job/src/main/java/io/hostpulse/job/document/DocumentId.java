package io.hostpulse.job.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Ids of documents, made of what they are about, so that whatever is written twice is there once.
 */
final class DocumentId {

    /** Elasticsearch takes ids of at most 512 bytes. */
    private static final int MAX_BYTES = 512;

    private static final int MAX_BYTES_OF_CHARACTER = 3;

    private DocumentId() {}

    /** The parts joined; their SHA-256 where that is too long. */
    static String of(Object... parts) {
        StringBuilder joined = new StringBuilder();
        for (Object part : parts) {
            joined.append(joined.isEmpty() ? "" : "|").append(part);
        }
        String id = joined.toString();
        if (id.length() <= MAX_BYTES / MAX_BYTES_OF_CHARACTER) {
            return id;
        }
        byte[] bytes = id.getBytes(UTF_8);
        return bytes.length <= MAX_BYTES ? id : digest(bytes);
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
