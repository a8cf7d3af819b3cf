package io.hostpulse.job.ingest;

import io.hostpulse.job.model.Sample;
import io.hostpulse.job.model.SeenRun;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Lets each sample of a host pass once. Agents send again what they cannot be sure has arrived.
 *
 * <p>State per host: the sequences seen of each run of its agent, as ranges, so one run without
 * gaps is two numbers. A run is forgotten when nothing of it has arrived for the retention time,
 * and with the last one everything of the host.
 */
public final class DropDuplicates extends KeyedProcessFunction<String, Sample, Sample> {

    private static final long serialVersionUID = 1L;

    private final long retentionMillis;
    private transient MapState<String, SeenRun> runs;
    private transient ValueState<Long> cleanup;
    private transient Counter duplicates;

    public DropDuplicates(Duration retention) {
        retentionMillis = retention.toMillis();
    }

    @Override
    public void open(OpenContext context) {
        runs =
                getRuntimeContext()
                        .getMapState(
                                new MapStateDescriptor<>(
                                        "runs", Types.STRING, Types.POJO(SeenRun.class)));
        cleanup =
                getRuntimeContext()
                        .getState(new ValueStateDescriptor<>("cleanup-millis", Types.LONG));
        duplicates =
                getRuntimeContext()
                        .getMetricGroup()
                        .addGroup("hostpulse")
                        .counter("duplicateSamples");
    }

    @Override
    public void processElement(Sample sample, Context context, Collector<Sample> out)
            throws Exception {
        long nowMillis = context.timerService().currentProcessingTime();
        SeenRun run = runs.get(sample.runId());
        if (run != null && SequenceRanges.contains(run.ranges(), sample.sequence())) {
            duplicates.inc();
            return;
        }
        long[] ranges =
                run == null
                        ? SequenceRanges.of(sample.sequence())
                        : SequenceRanges.add(run.ranges(), sample.sequence());
        runs.put(sample.runId(), new SeenRun(ranges, nowMillis));
        if (cleanup.value() == null) {
            scheduleCleanup(nowMillis + retentionMillis, context);
        }
        out.collect(sample);
    }

    @Override
    public void onTimer(long timerMillis, OnTimerContext context, Collector<Sample> out)
            throws Exception {
        long oldestArrivalMillis = Long.MAX_VALUE;
        Iterator<Map.Entry<String, SeenRun>> each = runs.iterator();
        while (each.hasNext()) {
            long arrivedMillis = each.next().getValue().arrivedMillis();
            if (arrivedMillis + retentionMillis <= timerMillis) {
                each.remove();
            } else {
                oldestArrivalMillis = Math.min(oldestArrivalMillis, arrivedMillis);
            }
        }
        if (oldestArrivalMillis == Long.MAX_VALUE) {
            runs.clear(); // an emptied map would still be an entry
            cleanup.clear();
        } else {
            scheduleCleanup(oldestArrivalMillis + retentionMillis, context);
        }
    }

    private void scheduleCleanup(long timerMillis, Context context) throws Exception {
        cleanup.update(timerMillis);
        context.timerService().registerProcessingTimeTimer(timerMillis);
    }
}
