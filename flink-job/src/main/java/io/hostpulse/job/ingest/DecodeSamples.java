package io.hostpulse.job.ingest;

import io.hostpulse.job.model.DeadLetter;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.RefusalCategory;
import io.hostpulse.wire.SampleCodec;
import java.util.EnumMap;
import java.util.Map;
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
    private transient Map<RefusalCategory, Counter> refused;

    public DecodeSamples(SampleClock clock) {
        this.clock = clock;
    }

    @Override
    public void open(OpenContext context) {
        flattener = new SampleFlattener(clock);
        MetricGroup metrics = getRuntimeContext().getMetricGroup().addGroup("hostpulse");
        accepted = metrics.counter("acceptedSamples");
        metrics.gauge("rejectedValues", flattener::rejectedValues);
        refused = new EnumMap<>(RefusalCategory.class);
        for (RefusalCategory category : RefusalCategory.values()) {
            refused.put(
                    category,
                    metrics.addGroup("category", category.label()).counter("refusedSamples"));
        }
    }

    @Override
    public void processElement(RawRecord record, Context context, Collector<Sample> out) {
        long nowMillis = context.timerService().currentProcessingTime();
        try {
            out.collect(flattener.flatten(SampleCodec.decode(record.value()), nowMillis));
            accepted.inc();
        } catch (MalformedSampleException e) {
            refused.get(e.category()).inc();
            context.output(
                    REFUSED,
                    new DeadLetter(record, nowMillis, e.category().label(), e.getMessage()));
        }
    }
}
