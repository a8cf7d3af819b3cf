package org.apache.flink.connector.elasticsearch.sink;

import io.hostpulse.job.index.BulkSending;
import org.elasticsearch.action.bulk.BulkProcessor;
import org.elasticsearch.client.RestHighLevelClient;

/**
 * Lets the connector send bulks through {@link BulkSending}. It lives in the connector's package
 * because the type that has to be overridden is visible nowhere else.
 */
public final class BulkSendingSinkBuilder<IN> extends Elasticsearch7SinkBuilder<IN> {

    private final BulkSending sending;

    public BulkSendingSinkBuilder(BulkSending sending) {
        this.sending = sending;
    }

    @Override
    protected BulkProcessorBuilderFactory getBulkProcessorBuilderFactory() {
        return new Factory(sending);
    }

    /** A class, not a lambda: it is serialized with the job, under a name that must not change. */
    private static final class Factory implements BulkProcessorBuilderFactory {

        private static final long serialVersionUID = 1L;

        private final BulkSending sending;

        Factory(BulkSending sending) {
            this.sending = sending;
        }

        @Override
        public BulkProcessor.Builder apply(
                RestHighLevelClient client,
                BulkProcessorConfig config,
                BulkProcessor.Listener listener) {
            return sending.processor(listener);
        }
    }
}
