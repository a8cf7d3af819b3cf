package io.hostpulse.job.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.http.HttpEntity;
import org.apache.http.entity.ContentType;
import org.apache.http.nio.entity.NByteArrayEntity;
import org.apache.lucene.util.BytesRef;
import org.elasticsearch.action.DocWriteRequest;
import org.elasticsearch.action.bulk.BulkRequest;
import org.elasticsearch.action.index.IndexRequest;
import org.elasticsearch.index.VersionType;

/**
 * The body of a bulk request: for each document one line that says under which index, id and
 * version, and one that is the document, after <a
 * href="https://www.elastic.co/guide/en/elasticsearch/reference/8.19/docs-bulk.html">the bulk
 * API</a>. The documents are one line each, as {@link io.hostpulse.job.model.IndexedDocument#json}
 * is.
 */
final class BulkBody {

    /** About how long the first lines are. */
    private static final int BYTES_OF_AN_ACTION = 200;

    private static final byte[] INDEX = "{\"index\":{\"_index\":\"".getBytes(UTF_8);
    private static final byte[] ID = "\",\"_id\":\"".getBytes(UTF_8);
    private static final byte[] VERSION_TYPE = "\",\"version_type\":\"".getBytes(UTF_8);
    private static final byte[] VERSION = "\",\"version\":".getBytes(UTF_8);

    private final DataOutputSerializer out;

    // documents of one index come one after the other
    private String index = "";
    private byte[] quotedIndex = {};

    private BulkBody(int expectedBytes) {
        out = new DataOutputSerializer(expectedBytes);
    }

    static HttpEntity of(BulkRequest bulk, ContentType type) {
        BulkBody body =
                new BulkBody(
                        (int) bulk.estimatedSizeInBytes()
                                + bulk.numberOfActions() * BYTES_OF_AN_ACTION);
        try {
            for (DocWriteRequest<?> request : bulk.requests()) {
                body.write((IndexRequest) request);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new NByteArrayEntity(body.out.getSharedBuffer(), 0, body.out.length(), type);
    }

    private void write(IndexRequest document) throws IOException {
        writeAction(document);
        BytesRef json = document.source().toBytesRef();
        out.write(json.bytes, json.offset, json.length);
        out.write('\n');
    }

    private void writeAction(IndexRequest document) throws IOException {
        if (!document.index().equals(index)) {
            index = document.index();
            quotedIndex = quoted(index);
        }
        out.write(INDEX);
        out.write(quotedIndex);
        out.write(ID);
        out.write(quoted(document.id()));
        if (document.versionType() == VersionType.INTERNAL) {
            out.write('"');
        } else {
            out.write(VERSION_TYPE);
            out.write(document.versionType().name().toLowerCase(Locale.ROOT).getBytes(UTF_8));
            out.write(VERSION);
            out.write(Long.toString(document.version()).getBytes(UTF_8));
        }
        out.write('}');
        out.write('}');
        out.write('\n');
    }

    private static byte[] quoted(String text) {
        return JsonStringEncoder.getInstance().quoteAsUTF8(text);
    }
}
