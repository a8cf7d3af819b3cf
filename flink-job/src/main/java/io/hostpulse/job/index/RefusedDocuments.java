package io.hostpulse.job.index;

import org.elasticsearch.action.index.IndexRequest;

/** Takes documents that Elasticsearch will never accept. */
interface RefusedDocuments {

    /**
     * @param reason what the server said
     */
    void accept(IndexRequest document, String reason);
}
