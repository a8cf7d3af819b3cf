package io.hostpulse.job.index;

import io.hostpulse.job.retry.Backoff;
import java.io.Serializable;
import org.elasticsearch.action.bulk.BackoffPolicy;
import org.elasticsearch.action.bulk.BulkProcessor;
import org.elasticsearch.client.RequestOptions;
import org.elasticsearch.client.RestHighLevelClient;
import org.elasticsearch.common.unit.ByteSizeUnit;
import org.elasticsearch.common.unit.ByteSizeValue;

/**
 * How the connector's bulk processor sends: patiently, and in a dialect that both 7.x and 8.x
 * servers understand. The flush interval of the bulk processor itself stays off, because its thread
 * would hold a lock while it waits for the server, and a task that waits for that lock cannot be
 * cancelled.
 */
public final class BulkSending implements Serializable {

    private static final long serialVersionUID = 1L;

    /**
     * 8.x servers answer the 7.x client in its own form when asked to (REST API compatibility);
     * 7.16 and newer know the header too.
     */
    private static final String COMPATIBLE = "application/vnd.elasticsearch+json;compatible-with=7";

    private final ElasticsearchConfig config;
    private transient RefusedDocuments refused;
    private transient PatientBulkSender sender;

    BulkSending(ElasticsearchConfig config) {
        this.config = config;
    }

    /** Says where refused documents go; before the processor is built. */
    void handRefusedTo(RefusedDocuments refused) {
        this.refused = refused;
    }

    PatientBulkSender sender() {
        return sender;
    }

    /** What the connector asks for when it opens its writer. */
    public BulkProcessor.Builder processor(
            RestHighLevelClient client, BulkProcessor.Listener listener) {
        RequestOptions options =
                RequestOptions.DEFAULT.toBuilder()
                        .addHeader("Accept", COMPATIBLE)
                        .addHeader("Content-Type", COMPATIBLE)
                        .build();
        sender =
                new PatientBulkSender(
                        (request, answer) -> client.bulkAsync(request, options, answer),
                        refused,
                        new Backoff(100, 10_000));
        return BulkProcessor.builder(sender::send, listener)
                .setBulkActions(config.bulkDocuments())
                .setBulkSize(new ByteSizeValue(config.bulkBytes(), ByteSizeUnit.BYTES))
                .setBackoffPolicy(BackoffPolicy.noBackoff());
    }
}
