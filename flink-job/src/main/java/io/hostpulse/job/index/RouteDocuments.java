package io.hostpulse.job.index;

import io.hostpulse.job.document.TopicDocuments;
import io.hostpulse.job.model.IndexedDocument;
import io.hostpulse.job.model.RawRecord;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Sends the documents of topics to their indices. Keeps no state. */
public final class RouteDocuments implements FlatMapFunction<RawRecord, IndexedDocument> {

    private static final long serialVersionUID = 1L;

    @Override
    public void flatMap(RawRecord record, Collector<IndexedDocument> out) {
        TopicDocuments.of(record).forEach(out::collect);
    }
}
