package io.hostpulse.job.index;

import io.hostpulse.job.retry.Backoff;
import io.hostpulse.job.retry.Outage;
import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.metrics.MetricGroup;
import org.elasticsearch.action.bulk.BackoffPolicy;
import org.elasticsearch.action.bulk.BulkProcessor;
import org.elasticsearch.common.unit.ByteSizeUnit;
import org.elasticsearch.common.unit.ByteSizeValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the connector's bulk processor sends: patiently, and with a client of our own, since the
 * connector's knows neither certificates nor API keys. The flush interval of the bulk processor
 * itself stays off, because its thread would hold a lock while it waits for the server, and a task
 * that waits for that lock cannot be cancelled.
 */
public final class BulkSending implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(BulkSending.class);
    private static final Backoff BACKOFF = new Backoff(100, 10_000);

    private final ElasticsearchConfig config;
    private transient ElasticsearchTransport transport;
    private transient PatientBulkSender sender;

    BulkSending(ElasticsearchConfig config) {
        this.config = config;
    }

    /** Makes ready to send, before the processor is built. */
    void open(RefusedDocuments refused, MetricGroup metrics) {
        transport = new ElasticsearchTransport(config.connection(), config.compatibility());
        Outage outage = new Outage("Elasticsearch", "documents", LOG::warn);
        sender =
                new PatientBulkSender(
                        transport, refused, BACKOFF, new BulkMetrics(metrics), outage);
        metrics.gauge("elasticsearchAwaySinceMillis", outage::sinceMillis);
    }

    /** What the connector asks for when it opens its writer. */
    public BulkProcessor.Builder processor(BulkProcessor.Listener listener) {
        return BulkProcessor.builder(sender::send, listener)
                .setBulkActions(config.bulkDocuments())
                .setBulkSize(new ByteSizeValue(config.bulkBytes(), ByteSizeUnit.BYTES))
                .setBackoffPolicy(BackoffPolicy.noBackoff());
    }

    /** Gives up what is still being tried. */
    void giveUp() {
        sender.close();
    }

    /** Closes the connections, after the processor was closed. */
    void close() throws IOException {
        transport.close();
    }
}
