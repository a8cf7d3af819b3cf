package io.hostpulse.job.index;

import java.io.Serializable;
import java.net.URI;
import java.util.List;

/**
 * How documents are sent to Elasticsearch.
 *
 * @param urls such as {@code http://localhost:9200}
 * @param bulkDocuments a bulk is sent when it holds so many documents
 * @param bulkBytes a bulk is sent when it holds so many bytes
 * @param flushMillis a bulk is sent so long after its first document at the latest
 */
public record ElasticsearchConfig(List<URI> urls, int bulkDocuments, int bulkBytes, int flushMillis)
        implements Serializable {

    public static ElasticsearchConfig of(List<URI> urls) {
        return new ElasticsearchConfig(List.copyOf(urls), 2_000, 4 * 1024 * 1024, 100);
    }
}
