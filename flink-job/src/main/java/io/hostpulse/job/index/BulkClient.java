package io.hostpulse.job.index;

import java.nio.charset.Charset;
import java.util.Set;
import org.apache.http.entity.ContentType;
import org.elasticsearch.action.ActionListener;
import org.elasticsearch.action.bulk.BulkRequest;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RequestOptions;
import org.elasticsearch.client.RestClientBuilder;
import org.elasticsearch.client.RestHighLevelClient;

/**
 * Sends documents as they are, and reads of the answer what has failed. The client's own bulks
 * parse and write anew each document, and make objects of each part of the answer.
 */
final class BulkClient extends RestHighLevelClient {

    /** Without a charset, which not all servers know. */
    private static final ContentType JSON = ContentType.create("application/json", (Charset) null);

    BulkClient(RestClientBuilder builder) {
        super(builder);
    }

    @SuppressWarnings("deprecation") // is what the client's own methods call
    void send(BulkRequest bulk, RequestOptions options, ActionListener<BulkAnswer> listener) {
        performRequestAsyncAndParseEntity(
                bulk, BulkClient::request, options, BulkAnswer::read, listener, Set.of());
    }

    private static Request request(BulkRequest bulk) {
        Request request = new Request("POST", "/_bulk");
        request.setEntity(BulkBody.of(bulk, JSON));
        return request;
    }
}
