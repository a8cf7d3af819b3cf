package io.hostpulse.job.ingest;

import io.hostpulse.job.model.DeadLetter;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.SampleCodec;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Turns records into samples, and what is none into dead letters. Keeps no state. */
public final class DecodeSamples extends ProcessFunction<RawRecord, Sample> {

    private static final long serialVersionUID = 1L;

    /** Records that are no samples. */
    public static final OutputTag<DeadLetter> REFUSED = new OutputTag<>("refused") {};

    private final SampleClock clock;
    private transient SampleFlattener flattener;
    private transient Counter accepted;
    private transient MetricGroup metrics;

    public DecodeSamples(SampleClock clock) {
        this.clock = clock;
    }

    @Override
    public void open(OpenContext context) {
        flattener = new SampleFlattener(clock);
        metrics = getRuntimeContext().getMetricGroup().addGroup("hostpulse");
        accepted = metrics.counter("acceptedSamples");
        metrics.gauge("rejectedValues", flattener::rejectedValues);
    }

    @Override
    public void processElement(RawRecord record, Context context, Collector<Sample> out) {
        long nowMillis = context.timerService().currentProcessingTime();
        try {
            out.collect(flattener.flatten(SampleCodec.decode(record.value()), nowMillis));
            accepted.inc();
        } catch (MalformedSampleException e) {
            String category = e.category().label();
            metrics.addGroup("category", category).counter("refusedSamples").inc();
            context.output(REFUSED, new DeadLetter(record, nowMillis, category, e.getMessage()));
        }
    }
}
