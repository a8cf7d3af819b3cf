package io.hostpulse.job.ingest;

import io.hostpulse.job.model.HostSenders;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.model.SeenRun;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets each sample of a host pass once. Agents send again what they cannot be sure has arrived. It
 * decides whether a sample is live ({@link HostSenders}), by the order in which samples come and by
 * nothing else, and on its way it says for rules to look at how many agents send as the host, and
 * how right its clock is.
 *
 * <p>State per host: the sequences seen of each run of its agent, as ranges, so one run without
 * gaps is two numbers, of {@value #MAX_RUNS} runs at most; which run leads, and its newest live
 * sample's time. A run is forgotten when nothing of it has arrived for the retention time, and with
 * the last one everything of the host. Runs of a host that is removed are remembered too, so that
 * what is sent again does not bring it back. Samples of a host that would be one too many are let
 * go and counted.
 */
public final class DropDuplicates extends KeyedProcessFunction<String, Sample, Sample>
        implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(DropDuplicates.class);

    /** Of one more run the one that has been silent for the longest is forgotten. */
    static final int MAX_RUNS = 128;

    private static final int SENDERS = HostMetrics.slot("hostpulse.agent.senders");
    private static final int SKEW = HostMetrics.slot("hostpulse.clock.skew.ms");
    private static final int STEP = HostMetrics.slot("hostpulse.clock.step.ms");

    private final long retentionMillis;
    private final HostCount hosts;
    private transient MapState<String, SeenRun> runs;
    private transient ValueState<Long> cleanup;
    private transient ValueState<HostSenders> senders;
    private transient Counter duplicates;
    private transient Counter strangers;
    private transient Counter contested;
    private transient RareWarning strangerWarning;
    private transient RareWarning contestedWarning;

    /**
     * @param retention how long a sample that is sent again is recognised
     * @param maxHosts how many hosts all subtasks together know at a time
     */
    public DropDuplicates(Duration retention, long maxHosts) {
        retentionMillis = retention.toMillis();
        hosts = new HostCount(maxHosts);
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        TaskInfo task = getRuntimeContext().getTaskInfo();
        hosts.open(context.getOperatorStateStore(), task.getNumberOfParallelSubtasks());
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        hosts.snapshot();
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
        senders =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>(
                                        "senders", Types.POJO(HostSenders.class)));
        MetricGroup metrics = getRuntimeContext().getMetricGroup().addGroup("hostpulse");
        duplicates = metrics.counter("duplicateSamples");
        strangers = metrics.counter("samplesOfTooManyHosts");
        contested = metrics.counter("contestedSamples");
        metrics.gauge("knownHosts", hosts::known);
        strangerWarning = new RareWarning(LOG);
        contestedWarning = new RareWarning(LOG);
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
        boolean isNewHost = cleanup.value() == null;
        if (isNewHost && sample.removesHost()) {
            // others may know more of it: an earlier job's alerts, documents
            out.collect(sample);
            return;
        }
        if (isNewHost && !hosts.admit()) {
            strangers.inc();
            strangerWarning.tell(
                    nowMillis,
                    "host {} is one too many, nothing is taken of it: raise --max-hosts, or find out who sends",
                    sample.hostId());
            return;
        }
        if (run == null && !isNewHost) {
            makeRoom();
        }
        long[] ranges =
                run == null
                        ? SequenceRanges.of(sample.sequence())
                        : SequenceRanges.add(run.ranges(), sample.sequence());
        runs.put(sample.runId(), new SeenRun(ranges, nowMillis));
        if (isNewHost) {
            scheduleCleanup(nowMillis + retentionMillis, context);
        }
        if (sample.removesHost()) {
            senders.clear();
            out.collect(sample);
            return;
        }
        out.collect(judge(sample, run, nowMillis));
    }

    /**
     * The sample, live or not, with what the job measures itself.
     *
     * @param run what had come of its run; null for nothing
     */
    private Sample judge(Sample sample, SeenRun run, long nowMillis) throws Exception {
        HostSenders before = senders.value();
        boolean isLive = before == null || before.isLive(sample, run);
        HostSenders now =
                before == null ? HostSenders.of(sample) : before.after(sample, run, nowMillis);
        if (!now.equals(before)) {
            senders.update(now);
        }
        double[] values = sample.values();
        values[SENDERS] = now.count(sample, nowMillis);
        boolean isPunctual =
                isLive && !sample.spooled() && (before == null || !before.isCatchingUp(sample));
        values[SKEW] = isPunctual ? sample.hostMillis() - sample.arrivalMillis() : Double.NaN;
        values[STEP] = isLive && before != null ? before.stepMillis(sample) : Double.NaN;
        if (values[SENDERS] > 1) {
            contested.inc();
            contestedWarning.tell(
                    nowMillis,
                    "more than one agent sends as host {}: give each machine an id of its own, see docs/operations.md",
                    sample.hostId());
        }
        return sample.live(isLive);
    }

    /** For one more run. */
    private void makeRoom() throws Exception {
        int known = 0;
        String quietest = null;
        long quietestMillis = Long.MAX_VALUE;
        for (Map.Entry<String, SeenRun> run : runs.entries()) {
            known++;
            if (run.getValue().arrivedMillis() < quietestMillis) {
                quietest = run.getKey();
                quietestMillis = run.getValue().arrivedMillis();
            }
        }
        if (known >= MAX_RUNS) {
            runs.remove(quietest);
        }
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
            senders.clear();
            hosts.leave();
        } else {
            scheduleCleanup(oldestArrivalMillis + retentionMillis, context);
        }
    }

    private void scheduleCleanup(long timerMillis, Context context) throws Exception {
        cleanup.update(timerMillis);
        context.timerService().registerProcessingTimeTimer(timerMillis);
    }
}
