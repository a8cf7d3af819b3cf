package io.hostpulse.job.index;

import io.hostpulse.job.model.IndexedDocument;
import java.io.IOException;
import java.util.Properties;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.connector.elasticsearch.sink.BulkSendingSinkBuilder;
import org.apache.flink.connector.elasticsearch.sink.ElasticsearchSink;
import org.apache.flink.metrics.MetricGroup;
import org.elasticsearch.action.index.IndexRequest;
import org.elasticsearch.common.xcontent.XContentType;
import org.elasticsearch.index.VersionType;

/**
 * The connector's sink, flushed soon after a document has come, with refused documents written to
 * the topic of dead letters. A checkpoint waits until all documents before it are indexed or
 * refused.
 */
public final class ElasticsearchDocumentSink implements Sink<IndexedDocument> {

    private static final long serialVersionUID = 1L;

    /** The index counts a version up whenever something else rewrites it, as updates by query. */
    private static final long VERSION_STEP = 1_000;

    private final ElasticsearchConfig config;
    private final Properties producerProperties;
    private final BulkSending sending;
    private final ElasticsearchSink<IndexedDocument> connector;

    /**
     * @param producerProperties of the Kafka cluster that dead letters are written to
     */
    public ElasticsearchDocumentSink(ElasticsearchConfig config, Properties producerProperties) {
        this.config = config;
        this.producerProperties = producerProperties;
        sending = new BulkSending(config);
        connector =
                new BulkSendingSinkBuilder<IndexedDocument>(sending)
                        // the connector wants hosts for its own client, which is never used
                        .setHosts(ElasticsearchClients.hosts(config.connection()))
                        .setEmitter((document, context, indexer) -> indexer.add(request(document)))
                        .build();
    }

    @Override
    @SuppressWarnings("deprecation") // the connector knows no newer context
    public SinkWriter<IndexedDocument> createWriter(InitContext context) throws IOException {
        MetricGroup metrics = context.metricGroup().addGroup("hostpulse");
        KafkaRefusedDocuments refused = new KafkaRefusedDocuments(producerProperties, metrics);
        sending.open(refused, metrics);
        return new Writer(
                connector.createWriter(context),
                sending,
                refused,
                context.getProcessingTimeService(),
                config.flushMillis());
    }

    /** Equal versions replace each other, so that of equals the last one stays, as everywhere. */
    private static IndexRequest request(IndexedDocument document) {
        IndexRequest request =
                new IndexRequest(document.index())
                        .id(document.id())
                        .source(document.json(), XContentType.JSON);
        return document.version() > 0
                ? request.version(document.version() * VERSION_STEP)
                        .versionType(VersionType.EXTERNAL_GTE)
                : request;
    }

    private static final class Writer implements SinkWriter<IndexedDocument> {

        private final SinkWriter<IndexedDocument> connector;
        private final BulkSending sending;
        private final KafkaRefusedDocuments refused;
        private final ProcessingTimeService clock;
        private final int flushMillis;
        private ScheduledFuture<?> nextFlush;

        Writer(
                SinkWriter<IndexedDocument> connector,
                BulkSending sending,
                KafkaRefusedDocuments refused,
                ProcessingTimeService clock,
                int flushMillis) {
            this.connector = connector;
            this.sending = sending;
            this.refused = refused;
            this.clock = clock;
            this.flushMillis = flushMillis;
        }

        @Override
        public void write(IndexedDocument document, Context context)
                throws IOException, InterruptedException {
            connector.write(document, context);
            if (nextFlush == null) {
                nextFlush =
                        clock.registerTimer(
                                clock.getCurrentProcessingTime() + flushMillis, time -> flushNow());
            }
        }

        @Override
        public void flush(boolean endOfInput) throws IOException, InterruptedException {
            connector.flush(endOfInput);
            refused.flush();
        }

        /** The sender gives up first, or closing would wait for a server that may be gone. */
        @Override
        public void close() throws Exception {
            if (nextFlush != null) {
                nextFlush.cancel(false);
            }
            sending.giveUp();
            connector.close();
            sending.close();
            refused.close();
        }

        private void flushNow() throws IOException, InterruptedException {
            nextFlush = null;
            connector.flush(false);
        }
    }
}
