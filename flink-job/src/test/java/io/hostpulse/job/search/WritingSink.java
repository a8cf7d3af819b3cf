package io.hostpulse.job.search;

import io.hostpulse.job.RegisteredMetrics;
import io.hostpulse.job.index.ElasticsearchConfig;
import io.hostpulse.job.index.ElasticsearchDocumentSink;
import io.hostpulse.job.model.IndexedDocument;
import java.util.List;
import java.util.Properties;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** The job's sink, without the job and without Kafka. */
final class WritingSink implements AutoCloseable {

    private final OneInputStreamOperatorTestHarness<
                    IndexedDocument, CommittableMessage<IndexedDocument>>
            harness;

    WritingSink(SearchServer server, RegisteredMetrics metrics) throws Exception {
        harness =
                new OneInputStreamOperatorTestHarness<>(
                        new SinkWriterOperatorFactory<>(
                                new ElasticsearchDocumentSink(
                                        ElasticsearchConfig.of(List.of(server.address())),
                                        new Properties())),
                        metrics.environment());
        harness.open();
    }

    /** Writes one bulk and waits until it is done. */
    void write(List<IndexedDocument> documents) {
        try {
            for (IndexedDocument document : documents) {
                harness.processElement(new StreamRecord<>(document));
            }
            harness.prepareSnapshotPreBarrier(1);
        } catch (Exception e) {
            throw new AssertionError("cannot write", e);
        }
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }
}
