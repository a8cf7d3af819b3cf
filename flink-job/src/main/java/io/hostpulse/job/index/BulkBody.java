package io.hostpulse.job.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import org.apache.lucene.util.BytesRef;
import org.elasticsearch.action.DocWriteRequest;
import org.elasticsearch.action.bulk.BulkRequest;
import org.elasticsearch.action.index.IndexRequest;
import org.elasticsearch.index.VersionType;

/**
 * The body of a bulk request: for each document one line that says under which index, id and
 * version, and one that is the document, after <a
 * href="https://www.elastic.co/guide/en/elasticsearch/reference/8.19/docs-bulk.html">the bulk
 * API</a>.
 */
final class BulkBody {

    /** About how long the first lines are. */
    private static final int BYTES_OF_AN_ACTION = 200;

    private static final byte[] INDEX = "{\"index\":{\"_index\":\"".getBytes(UTF_8);
    private static final byte[] ID = "\",\"_id\":\"".getBytes(UTF_8);
    private static final byte[] VERSION_TYPE = "\",\"version_type\":\"".getBytes(UTF_8);
    private static final byte[] VERSION = "\",\"version\":".getBytes(UTF_8);

    private BulkBody() {}

    static byte[] of(BulkRequest bulk) {
        ByteArrayOutputStream body =
                new ByteArrayOutputStream(
                        (int) bulk.estimatedSizeInBytes()
                                + bulk.numberOfActions() * BYTES_OF_AN_ACTION);
        for (DocWriteRequest<?> request : bulk.requests()) {
            IndexRequest document = (IndexRequest) request;
            writeAction(document, body);
            writeInOneLine(document.source().toBytesRef(), body);
        }
        return body.toByteArray();
    }

    private static void writeAction(IndexRequest document, ByteArrayOutputStream body) {
        body.writeBytes(INDEX);
        writeQuoted(document.index(), body);
        body.writeBytes(ID);
        writeQuoted(document.id(), body);
        if (document.versionType() == VersionType.INTERNAL) {
            body.write('"');
        } else {
            body.writeBytes(VERSION_TYPE);
            body.writeBytes(document.versionType().name().toLowerCase(Locale.ROOT).getBytes(UTF_8));
            body.writeBytes(VERSION);
            body.writeBytes(Long.toString(document.version()).getBytes(UTF_8));
        }
        body.write('}');
        body.write('}');
        body.write('\n');
    }

    private static void writeQuoted(String text, ByteArrayOutputStream body) {
        body.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(text));
    }

    /**
     * A line feed would end the line, and what comes after it could be anything. To JSON it is the
     * same as a carriage return: white space between values, an error within one.
     */
    private static void writeInOneLine(BytesRef json, ByteArrayOutputStream body) {
        int end = json.offset + json.length;
        int from = json.offset;
        for (int i = from; i < end; i++) {
            if (json.bytes[i] == '\n') {
                body.write(json.bytes, from, i - from);
                body.write('\r');
                from = i + 1;
            }
        }
        body.write(json.bytes, from, end - from);
        body.write('\n');
    }
}
