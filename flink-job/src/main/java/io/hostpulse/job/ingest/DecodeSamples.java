package io.hostpulse.job.ingest;

import io.hostpulse.job.model.DeadLetter;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.LeftOut;
import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.RefusalCategory;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns records into samples, and what is none into dead letters. Keeps no state. */
public final class DecodeSamples extends ProcessFunction<RawRecord, Sample> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(DecodeSamples.class);

    /** Of so many samples at most the quantiles of the delay are. */
    private static final int DELAYS_KEPT = 2_000;

    private static final Duration DELAYS_KEPT_FOR = Duration.ofMinutes(1);

    /** Records that are no samples. */
    public static final OutputTag<DeadLetter> REFUSED = new OutputTag<>("refused") {};

    private final SampleClock clock;
    private transient SampleReader reader;
    private transient Counter accepted;
    private transient Map<LeftOut.Reason, Counter> leftOutByReason;
    private transient Histogram delays;
    private transient RareWarning leftOutWarning;
    private transient RareWarning passingTimeWarning;
    private transient Map<RefusalCategory, Counter> refused;

    public DecodeSamples(SampleClock clock) {
        this.clock = clock;
    }

    @Override
    public void open(OpenContext context) {
        reader = new SampleReader(clock);
        MetricGroup metrics = getRuntimeContext().getMetricGroup().addGroup("hostpulse");
        accepted = metrics.counter("acceptedSamples");
        leftOutByReason = new EnumMap<>(LeftOut.Reason.class);
        for (LeftOut.Reason reason : LeftOut.Reason.values()) {
            leftOutByReason.put(
                    reason, metrics.addGroup("reason", reason.label()).counter("leftOut"));
        }
        delays =
                metrics.histogram(
                        "sampleDelayMillis",
                        new RecentHistogram(DELAYS_KEPT, DELAYS_KEPT_FOR, System::nanoTime));
        leftOutWarning = new RareWarning(LOG);
        passingTimeWarning = new RareWarning(LOG);
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
            LeftOut leftOut = new LeftOut();
            Sample sample = reader.read(record.value(), Arrival.of(record, nowMillis), leftOut);
            if (sample.skewMillis() != 0 && !record.stampedByBroker()) {
                warnOfPassingTime(record, sample, nowMillis);
            }
            if (!leftOut.isEmpty()) {
                reportLeftOut(sample, leftOut, nowMillis);
            }
            delays.update(nowMillis - sample.timeMillis());
            out.collect(sample);
            accepted.inc();
        } catch (MalformedSampleException e) {
            refused.get(e.category()).inc();
            context.output(
                    REFUSED,
                    new DeadLetter(record, nowMillis, e.category().label(), e.getMessage()));
        }
    }

    private void warnOfPassingTime(RawRecord record, Sample sample, long nowMillis) {
        passingTimeWarning.tell(
                nowMillis,
                "the clock of host {} is too far ahead, and the topic {} does not keep when its sample arrived: read again it has another time. `hostpulse topics create` sets message.timestamp.type=LogAppendTime",
                sample.hostId(),
                record.topic());
    }

    private void reportLeftOut(Sample sample, LeftOut leftOut, long nowMillis) {
        leftOutByReason.forEach((reason, counter) -> counter.inc(leftOut.count(reason)));
        leftOutWarning.tell(
                nowMillis,
                "of a sample of host {} is left out: {}",
                sample.hostId(),
                leftOut.first());
    }
}
