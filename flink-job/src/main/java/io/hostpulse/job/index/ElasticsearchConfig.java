package io.hostpulse.job.index;

import java.io.Serializable;
import java.net.URI;
import java.util.List;

/**
 * How documents are sent to Elasticsearch.
 *
 * @param connection how it is reached
 * @param compatibility which answers it is asked for
 * @param bulkDocuments a bulk is sent when it holds so many documents
 * @param bulkBytes a bulk is sent when it holds so many bytes
 * @param flushMillis a bulk is sent so long after its first document at the latest
 */
public record ElasticsearchConfig(
        ElasticsearchConnection connection,
        Compatibility compatibility,
        int bulkDocuments,
        int bulkBytes,
        int flushMillis)
        implements Serializable {

    public static final int DEFAULT_BULK_DOCUMENTS = 2_000;
    public static final int DEFAULT_BULK_BYTES = 4 * 1024 * 1024;
    public static final int DEFAULT_FLUSH_MILLIS = 100;

    /** To servers without security, with everything else as it is by default. */
    public static ElasticsearchConfig of(List<URI> urls) {
        return new ElasticsearchConfig(
                ElasticsearchConnection.of(urls),
                Compatibility.AUTO,
                DEFAULT_BULK_DOCUMENTS,
                DEFAULT_BULK_BYTES,
                DEFAULT_FLUSH_MILLIS);
    }
}
