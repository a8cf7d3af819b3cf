package io.hostpulse.job.window;

import com.google.protobuf.InvalidProtocolBufferException;
import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.job.model.CounterReadings;
import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.Since;
import java.util.List;
import org.apache.flink.api.common.state.ValueState;

/**
 * By how much the counters of the current host rise from one live sample to the next. So the
 * increases of all samples add up to that of the counter: what rises during a silence belongs to
 * the first sample after it, and a sample that comes late or out of a backlog has none, since the
 * live sample after it has told of it. Where the clock was put back by so little that windows do
 * not follow, samples have none until it is where it was: rules have seen the windows that they lie
 * in, so the first one past that tells of it.
 *
 * <p>A counter that begins again at 0 has risen by what it shows. It has begun again where it shows
 * less than before; what counts from the start of the agent, with every new run of it; what counts
 * from boot, with every new boot. Nothing is said of a counter's first value, which may be of any
 * age, nor at a return to the run before: two agents send as the host then, and each has counters
 * of its own.
 */
final class HostCounters {

    private static final List<Metric> COUNTERS = HostMetrics.counters();

    private final ValueState<CounterReadings> readings;

    HostCounters(ValueState<CounterReadings> readings) {
        this.readings = readings;
    }

    /** The increases of a sample that counters are not read from: none is known. */
    static double[] unknown() {
        return Sample.absent(COUNTERS.size());
    }

    /** The increases that the newest live sample tells of, by counter; NaN where none is known. */
    double[] read(Sample sample) throws Exception {
        CounterReadings before = readings.value();
        CounterReadings origin = before == null ? firstOf(sample) : originOf(before, sample);
        double[] values = origin.values().clone();
        double[] increases = unknown();
        boolean changed = before == null || !before.runId().equals(sample.runId());
        for (int c = 0; c < increases.length; c++) {
            double value = HostMetrics.counter(c, sample.values());
            if (!Double.isNaN(value)) {
                increases[c] = value < values[c] ? value : value - values[c];
                changed |= value != values[c];
                values[c] = value;
            }
        }
        if (changed) {
            readings.update(
                    new CounterReadings(
                            origin.runId(), origin.previousRunId(), origin.bootId(), values));
        }
        return increases;
    }

    void clear() {
        readings.clear();
    }

    private static CounterReadings firstOf(Sample sample) {
        return new CounterReadings(sample.runId(), "", bootId(sample), unknown());
    }

    /** What the sample's counters have risen from. */
    private static CounterReadings originOf(CounterReadings before, Sample sample) {
        if (sample.runId().equals(before.runId())) {
            return before;
        }
        String bootId = bootId(sample);
        boolean returned = sample.runId().equals(before.previousRunId());
        double[] values = returned ? unknown() : before.values().clone();
        for (int c = 0; c < values.length; c++) {
            boolean beginsAgain =
                    COUNTERS.get(c).since() == Since.AGENT_START
                            || isOtherBoot(before.bootId(), bootId);
            if (beginsAgain && !Double.isNaN(values[c])) {
                values[c] = 0;
            }
        }
        return new CounterReadings(sample.runId(), before.runId(), bootId, values);
    }

    private static boolean isOtherBoot(String before, String now) {
        return !before.isEmpty() && !now.isEmpty() && !before.equals(now);
    }

    private static String bootId(Sample sample) {
        try {
            return HostIdentity.parseFrom(sample.identity()).getBootId();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the job serialized it itself", e);
        }
    }
}
