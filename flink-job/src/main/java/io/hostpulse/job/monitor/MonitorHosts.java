package io.hostpulse.job.monitor;

import io.hostpulse.job.ingest.DropDuplicates;
import io.hostpulse.job.liveness.TrackHosts;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.DeadLetter;
import io.hostpulse.job.model.HostReading;
import io.hostpulse.job.model.HostState;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.model.StateChange;
import io.hostpulse.job.model.Window;
import io.hostpulse.job.rule.EvaluateRules;
import io.hostpulse.job.window.AggregateWindows;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.apache.flink.util.function.ThrowingConsumer;

/**
 * All that is done with what is read of one host, in its order: {@link DropDuplicates} lets a
 * sample pass once, {@link AggregateWindows} closes the windows before it, {@link TrackHosts} keeps
 * the inventory, and {@link EvaluateRules} looks at the windows and the sample. They are one
 * operator since nothing then has to be serialized between them, and since what each sample changes
 * of a host is one state.
 *
 * <p>State per host: what every sample may change ({@link CurrentHost}); besides, what the four
 * keep for themselves and say so. It ends when the last of them forgets the host.
 */
public final class MonitorHosts
        extends KeyedBroadcastProcessFunction<String, HostReading, RawRecord, ConditionEvent>
        implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    /** What is published of windows, flagged with the rules whose thresholds they cross. */
    public static final OutputTag<Window> WINDOWS = new OutputTag<>("windows") {};

    /** What is to be said of hosts in the inventory. */
    public static final OutputTag<HostState> HOSTS = new OutputTag<>("hosts") {};

    /** Alerts that fire and are resolved, for those that do so too often. */
    public static final OutputTag<StateChange> CHANGES = new OutputTag<>("state-changes") {};

    /** Ends of alerts that are published as open, for whoever does not know these any more. */
    public static final OutputTag<AlertTransition> ENDS = new OutputTag<>("ends-of-alerts") {};

    /** Rules that cannot be used. */
    public static final OutputTag<DeadLetter> REFUSED = new OutputTag<>("refused-rules") {};

    private final DropDuplicates duplicates;
    private final AggregateWindows windows;
    private final TrackHosts hosts;
    private final EvaluateRules rules;

    private transient CurrentHost current;
    private transient RuleUpdates updates;

    public MonitorHosts(
            DropDuplicates duplicates,
            AggregateWindows windows,
            TrackHosts hosts,
            EvaluateRules rules) {
        this.duplicates = duplicates;
        this.windows = windows;
        this.hosts = hosts;
        this.rules = rules;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        duplicates.initializeState(
                context.getOperatorStateStore(),
                getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks());
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        duplicates.snapshotState();
    }

    @Override
    public void open(OpenContext context) {
        RuntimeContext runtime = getRuntimeContext();
        current = new CurrentHost(runtime);
        duplicates.open(runtime, current.latestRun(), current.cleanupMillis(), current.senders());
        windows.open(runtime, current.clock(), current.backlogs(), current.counters());
        hosts.open(current.said(), current.heard());
        rules.open(runtime, current.evaluated());
        updates = new RuleUpdates(rules, current);
    }

    @Override
    public void processElement(
            HostReading reading, ReadOnlyContext context, Collector<ConditionEvent> out)
            throws Exception {
        current.load();
        EvaluateRules.Host host = host(context, out);
        if (reading.alert() != null) {
            rules.recall(reading.alert(), host);
        } else {
            TimerService timers = context.timerService();
            Optional<Sample> distinct = duplicates.pass(reading.sample(), timers);
            if (distinct.isPresent()) {
                Sample sample = distinct.get();
                windows.lookAt(rules.looks(host.rules()));
                windows.add(sample, timers, publish(host, context));
                hosts.hear(sample, timers, state -> context.output(HOSTS, state));
                rules.evaluate(sample, host);
            }
        }
        current.save();
    }

    @Override
    public void onTimer(long timerMillis, OnTimerContext context, Collector<ConditionEvent> out)
            throws Exception {
        current.load();
        EvaluateRules.Host host = host(context, out);
        TimerService timers = context.timerService();
        windows.lookAt(rules.looks(host.rules()));
        windows.onTimer(timerMillis, host.id(), timers, publish(host, context));
        hosts.onTimer(timerMillis, timers, state -> context.output(HOSTS, state));
        rules.onTimer(timerMillis, host);
        duplicates.onTimer(timerMillis, timers);
        current.save();
    }

    @Override
    public void processBroadcastElement(
            RawRecord record, Context context, Collector<ConditionEvent> out) throws Exception {
        updates.take(record, context, out);
    }

    static EvaluateRules.Host host(
            KeyedBroadcastProcessFunction<String, ?, ?, ?>.ReadOnlyContext context,
            Collector<ConditionEvent> out)
            throws Exception {
        return new EvaluateRules.Host(
                context.getCurrentKey(),
                context.timerService(),
                context.getBroadcastState(EvaluateRules.RULES),
                out::collect,
                change -> context.output(CHANGES, change),
                end -> context.output(ENDS, end));
    }

    /** Has rules look at windows, and publishes those that are to be published. */
    private ThrowingConsumer<Window, Exception> publish(
            EvaluateRules.Host host, ReadOnlyContext context) {
        return window -> {
            Window evaluated = rules.evaluate(window, host);
            if (windows.isPublished(evaluated)) {
                context.output(WINDOWS, evaluated);
            }
        };
    }
}
