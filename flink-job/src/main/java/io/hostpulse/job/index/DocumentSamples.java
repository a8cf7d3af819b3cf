package io.hostpulse.job.index;

import io.hostpulse.job.document.SampleDocuments;
import io.hostpulse.job.document.SampleSelection;
import io.hostpulse.job.ingest.Arrival;
import io.hostpulse.job.ingest.MeasuredSample;
import io.hostpulse.job.ingest.SampleClock;
import io.hostpulse.job.ingest.SampleReader;
import io.hostpulse.job.model.IndexedDocument;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.proto.Goodbye;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Turns samples into their documents. What is no sample is passed over here, since the detect
 * pipeline makes a dead letter of it by the same rules. What removes a host measures nothing. Keeps
 * no state.
 */
public final class DocumentSamples extends ProcessFunction<RawRecord, IndexedDocument> {

    private static final long serialVersionUID = 1L;

    private final SampleClock clock;
    private final SampleSelection selection;
    private transient SampleReader reader;
    private transient SampleDocuments documents;
    private transient Counter passedOver;

    public DocumentSamples(SampleClock clock, SampleSelection selection) {
        this.clock = clock;
        this.selection = selection;
    }

    @Override
    public void open(OpenContext context) {
        reader = new SampleReader(clock);
        documents = new SampleDocuments(selection);
        passedOver =
                getRuntimeContext()
                        .getMetricGroup()
                        .addGroup("hostpulse")
                        .counter("passedOverSamples");
    }

    @Override
    public void processElement(RawRecord record, Context context, Collector<IndexedDocument> out) {
        try {
            long nowMillis = context.timerService().currentProcessingTime();
            MeasuredSample sample =
                    reader.measure(record.value(), Arrival.of(record, nowMillis), selection);
            if (sample.goodbye() != Goodbye.REMOVED) {
                documents.of(sample, nowMillis).forEach(out::collect);
            }
        } catch (MalformedSampleException refusedByDetect) {
            passedOver.inc();
        }
    }
}
