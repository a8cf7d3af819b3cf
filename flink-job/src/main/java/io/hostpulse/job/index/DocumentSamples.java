package io.hostpulse.job.index;

import io.hostpulse.job.document.SampleDocuments;
import io.hostpulse.job.document.SampleSelection;
import io.hostpulse.job.ingest.Arrival;
import io.hostpulse.job.ingest.SampleClock;
import io.hostpulse.job.model.IndexedDocument;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.wire.LeftOut;
import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.SampleLimits;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostSample;
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
    private transient SampleDocuments documents;
    private transient Counter passedOver;

    public DocumentSamples(SampleClock clock, SampleSelection selection) {
        this.clock = clock;
        this.selection = selection;
    }

    @Override
    public void open(OpenContext context) {
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
            LeftOut countedByDetect = new LeftOut();
            HostSample sample =
                    SampleLimits.apply(
                            SampleCodec.decode(record.value(), countedByDetect), countedByDetect);
            if (sample.getGoodbye() == Goodbye.REMOVED) {
                return;
            }
            long nowMillis = context.timerService().currentProcessingTime();
            long timeMillis =
                    clock.timeThatCounts(
                            SampleCodec.timeMillis(sample),
                            sample.getAgent().getSpooled(),
                            Arrival.of(record, nowMillis));
            documents.of(sample, timeMillis, nowMillis).forEach(out::collect);
        } catch (MalformedSampleException refusedByDetect) {
            passedOver.inc();
        }
    }
}
