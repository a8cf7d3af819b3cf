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
import org.apache.http.HttpHost;
import org.elasticsearch.action.index.IndexRequest;
import org.elasticsearch.common.xcontent.XContentType;

/**
 * The connector's sink, flushed soon after a document has come, with refused documents written to
 * the topic of dead letters. A checkpoint waits until all documents before it are indexed or
 * refused.
 */
public final class ElasticsearchDocumentSink implements Sink<IndexedDocument> {

    private static final long serialVersionUID = 1L;
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int ANSWER_TIMEOUT_MILLIS = 60_000;

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
                        .setHosts(
                                config.urls().stream()
                                        .map(url -> HttpHost.create(url.toString()))
                                        .toArray(HttpHost[]::new))
                        .setConnectionTimeout(CONNECT_TIMEOUT_MILLIS)
                        .setSocketTimeout(ANSWER_TIMEOUT_MILLIS)
                        .setEmitter(
                                (document, context, indexer) ->
                                        indexer.add(
                                                new IndexRequest(document.index())
                                                        .id(document.id())
                                                        .source(
                                                                document.json(),
                                                                XContentType.JSON)))
                        .build();
    }

    @Override
    @SuppressWarnings("deprecation") // the connector knows no newer context
    public SinkWriter<IndexedDocument> createWriter(InitContext context) throws IOException {
        KafkaRefusedDocuments refused =
                new KafkaRefusedDocuments(
                        producerProperties, context.metricGroup().addGroup("hostpulse"));
        sending.handRefusedTo(refused);
        SinkWriter<IndexedDocument> writer = connector.createWriter(context);
        context.metricGroup()
                .addGroup("hostpulse")
                .gauge("elasticsearchAwaySinceMillis", () -> sending.sender().failingSinceMillis());
        return new Writer(
                writer,
                sending.sender(),
                refused,
                context.getProcessingTimeService(),
                config.flushMillis());
    }

    private static final class Writer implements SinkWriter<IndexedDocument> {

        private final SinkWriter<IndexedDocument> connector;
        private final PatientBulkSender sender;
        private final KafkaRefusedDocuments refused;
        private final ProcessingTimeService clock;
        private final int flushMillis;
        private ScheduledFuture<?> nextFlush;

        Writer(
                SinkWriter<IndexedDocument> connector,
                PatientBulkSender sender,
                KafkaRefusedDocuments refused,
                ProcessingTimeService clock,
                int flushMillis) {
            this.connector = connector;
            this.sender = sender;
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
            sender.close();
            connector.close();
            refused.close();
        }

        private void flushNow() throws IOException, InterruptedException {
            nextFlush = null;
            connector.flush(false);
        }
    }
}
