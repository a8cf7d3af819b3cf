package io.hostpulse.job.ingest;

import io.hostpulse.job.model.HostSenders;
import io.hostpulse.job.model.LatestRun;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.model.SeenRun;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.TimerService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets each sample of a host pass once. Agents send again what they cannot be sure has arrived. It
 * decides whether a sample is live ({@link HostSenders}), by the order in which samples come and by
 * nothing else, and on its way it says for rules to look at how many agents send as the host, and
 * how right its clock is.
 *
 * <p>State per host: the sequences seen of each run of its agent, as ranges, so one run without
 * gaps is two numbers, of {@value HostRuns#MOST} runs at most; which run leads, and its newest live
 * sample's time. A run is forgotten when nothing of it has arrived for the retention time, and with
 * the last one everything of the host. Runs of a host that is removed are remembered too, so that
 * what is sent again does not bring it back. Samples of a host that would be one too many are let
 * go and counted.
 */
public final class DropDuplicates implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(DropDuplicates.class);

    private static final int SENDERS = HostMetrics.slot("hostpulse.agent.senders");

    private final long retentionMillis;
    private final HostCount hosts;
    private transient HostRuns runs;
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

    /** What a subtask keeps is how many hosts it knows. */
    public void initializeState(OperatorStateStore store, int subtasks) throws Exception {
        hosts.open(store, subtasks);
    }

    public void snapshotState() throws Exception {
        hosts.snapshot();
    }

    /**
     * @param latestRun of the current host; so are the others
     * @param cleanup when to look for runs that can be forgotten
     */
    public void open(
            RuntimeContext runtime,
            ValueState<LatestRun> latestRun,
            ValueState<Long> cleanup,
            ValueState<HostSenders> senders) {
        runs =
                new HostRuns(
                        latestRun,
                        runtime.getMapState(
                                new MapStateDescriptor<>(
                                        "runs", Types.STRING, Types.POJO(SeenRun.class))));
        this.cleanup = cleanup;
        this.senders = senders;
        MetricGroup metrics = runtime.getMetricGroup().addGroup("hostpulse");
        duplicates = metrics.counter("duplicateSamples");
        strangers = metrics.counter("samplesOfTooManyHosts");
        contested = metrics.counter("contestedSamples");
        metrics.gauge("knownHosts", hosts::known);
        strangerWarning = new RareWarning(LOG);
        contestedWarning = new RareWarning(LOG);
    }

    /** The sample, live or not; nothing if it has come before or is of one host too many. */
    public Optional<Sample> pass(Sample sample, TimerService timers) throws Exception {
        long nowMillis = timers.currentProcessingTime();
        SeenRun run = runs.get(sample.runId());
        if (run != null && SequenceRanges.contains(run.ranges(), sample.sequence())) {
            duplicates.inc();
            return Optional.empty();
        }
        boolean isNewHost = cleanup.value() == null;
        if (isNewHost && sample.removesHost()) {
            // others may know more of it: an earlier job's alerts, documents
            return Optional.of(sample);
        }
        if (isNewHost && !hosts.admit()) {
            strangers.inc();
            strangerWarning.tell(
                    nowMillis,
                    "host {} is one too many, nothing is taken of it: raise --max-hosts, or find out who sends",
                    sample.hostId());
            return Optional.empty();
        }
        long[] ranges =
                run == null
                        ? SequenceRanges.of(sample.sequence())
                        : SequenceRanges.add(run.ranges(), sample.sequence());
        runs.put(sample.runId(), new SeenRun(ranges, nowMillis));
        if (isNewHost) {
            scheduleCleanup(nowMillis + retentionMillis, timers);
        }
        if (sample.removesHost()) {
            senders.clear();
            return Optional.of(sample);
        }
        return Optional.of(judge(sample, run, nowMillis));
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
        values[HostMetrics.CLOCK_SKEW] =
                isPunctual ? sample.hostMillis() - sample.arrivalMillis() : Double.NaN;
        values[HostMetrics.CLOCK_STEP] =
                isLive && before != null ? before.stepMillis(sample) : Double.NaN;
        if (values[SENDERS] > 1) {
            contested.inc();
            contestedWarning.tell(
                    nowMillis,
                    "more than one agent sends as host {}: give each machine an id of its own, see docs/operations.md",
                    sample.hostId());
        }
        return sample.live(isLive);
    }

    /** Forgets the runs that have been silent for the retention time, when that is due. */
    public void onTimer(long timerMillis, TimerService timers) throws Exception {
        Long dueMillis = cleanup.value();
        if (dueMillis == null || timerMillis < dueMillis) {
            return;
        }
        long oldestArrivalMillis = runs.forgetSilentSince(timerMillis - retentionMillis);
        if (oldestArrivalMillis == Long.MAX_VALUE) {
            cleanup.clear();
            senders.clear();
            hosts.leave();
        } else {
            scheduleCleanup(oldestArrivalMillis + retentionMillis, timers);
        }
    }

    private void scheduleCleanup(long timerMillis, TimerService timers) throws Exception {
        cleanup.update(timerMillis);
        timers.registerProcessingTimeTimer(timerMillis);
    }
}
