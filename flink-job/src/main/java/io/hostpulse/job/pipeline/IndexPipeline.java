package io.hostpulse.job.pipeline;

import io.hostpulse.job.document.SampleSelection;
import io.hostpulse.job.index.DocumentSamples;
import io.hostpulse.job.index.RouteDocuments;
import io.hostpulse.job.ingest.SampleClock;
import io.hostpulse.job.model.IndexedDocument;
import io.hostpulse.job.model.RawRecord;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Everything that a person may want to search, from Kafka to Elasticsearch. */
public final class IndexPipeline {

    private IndexPipeline() {}

    /**
     * @param samples the topic of samples
     * @param documents the topics whose records are documents already
     * @param selection which documents of samples are indexed
     */
    public static void build(
            DataStream<RawRecord> samples,
            DataStream<RawRecord> documents,
            Sink<IndexedDocument> elasticsearch,
            SampleClock clock,
            SampleSelection selection) {
        samples.process(new DocumentSamples(clock, selection))
                .uid("document-samples")
                .name("Document samples")
                .sinkTo(elasticsearch)
                .uid("index-samples")
                .name("Index samples");

        documents
                .flatMap(new RouteDocuments())
                .uid("route-documents")
                .name("Route documents")
                .sinkTo(elasticsearch)
                .uid("index-documents")
                .name("Index documents");
    }
}
