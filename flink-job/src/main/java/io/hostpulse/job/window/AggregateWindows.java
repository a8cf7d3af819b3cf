package io.hostpulse.job.window;

import io.hostpulse.job.liveness.Listening;
import io.hostpulse.job.model.Backlog;
import io.hostpulse.job.model.Block;
import io.hostpulse.job.model.BlockKey;
import io.hostpulse.job.model.CounterReadings;
import io.hostpulse.job.model.HostClock;
import io.hostpulse.job.model.HostReading;
import io.hostpulse.job.model.Pane;
import io.hostpulse.job.model.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Computes all windows of a host on the host's own clock, and hands them on among its samples. A
 * window is closed by the first sample that lies past its end, and comes right before that sample.
 * When the host's next sample fails to come, a timer closes it as long after the newest sample as
 * the window still had to go; the host's next sample then brings it once more. A sample that comes
 * late, but within the allowed lateness, has the windows that it belongs to emitted again.
 *
 * <p>After an outage an agent sends new samples first and the old ones beside them. A leap in the
 * host's time is therefore remembered, and what then comes from inside of it is a backlog: it fills
 * its windows in its own order, together with the samples at both borders of the leap.
 *
 * <p>A live sample that lies further back than the allowed lateness shows that the host's clock was
 * put back, and puts this clock back with it. What the time that comes again does to windows
 * depends on the host's samples and their order alone:
 *
 * <ul>
 *   <li>Windows that can hold no sample from now on, since they end before the sample less the
 *       allowed lateness, stay as they are.
 *   <li>Short windows, and long ones that could not change any more before the clock was put back,
 *       begin anew if they begin at the sample or after it, and hold the new samples alone. Those
 *       that began before it would hold a part of what they did: they stay as they are, too.
 *   <li>Other long windows go on: they hold the samples from before and after.
 * </ul>
 *
 * <p>State per host: its clock; panes with its samples for the longest short window and the allowed
 * lateness; a block for each long window; a leap until the host has sent nothing of its backlog,
 * but something else, for {@value #BACKLOG_PATIENCE_MILLIS} ms, with the panes and blocks at its
 * borders; what its counters showed last ({@link HostCounters}). All of it ends when the host is
 * removed, after its open windows were closed, or has been silent for the retention time; until
 * then the last panes stay, so that a host that comes back with a backlog corrects its last windows
 * instead of cutting them short.
 */
public final class AggregateWindows extends KeyedProcessFunction<String, Sample, HostReading> {

    private static final long serialVersionUID = 1L;
    private static final long BACKLOG_PATIENCE_MILLIS = 600_000;

    private final ArrayList<WindowSpec> specs;
    private final long latenessMillis;
    private final long graceMillis;
    private final long retentionMillis;

    private transient WindowPlan plan;
    private transient HostWindows windows;
    private transient ValueState<HostClock> clocks;
    private transient HostBacklogs backlogs;
    private transient HostCounters counters;
    private transient Listening listening;
    private transient long reachMillis;
    private transient Counter lateSamples;
    private transient Counter corrections;

    /**
     * @param lateness how much older than the host's newest sample one may be
     * @param grace how long a timer waits for samples on their way before it closes a window
     * @param retention how long a silent host is remembered
     */
    public AggregateWindows(
            List<WindowSpec> specs, Duration lateness, Duration grace, Duration retention) {
        this.specs = new ArrayList<>(specs);
        latenessMillis = lateness.toMillis();
        graceMillis = grace.toMillis();
        retentionMillis = retention.toMillis();
    }

    @Override
    public void open(OpenContext context) {
        RuntimeContext runtime = getRuntimeContext();
        plan = new WindowPlan(specs);
        HostPanes panes =
                new HostPanes(
                        runtime.getMapState(
                                new MapStateDescriptor<>(
                                        "panes", Types.LONG, Types.POJO(Pane.class))),
                        plan.paneMillis());
        HostBlocks blocks =
                new HostBlocks(
                        plan,
                        runtime.getMapState(
                                new MapStateDescriptor<>(
                                        "blocks",
                                        Types.POJO(BlockKey.class),
                                        Types.POJO(Block.class))));
        windows = new HostWindows(plan, panes, blocks);
        clocks = runtime.getState(new ValueStateDescriptor<>("clock", Types.POJO(HostClock.class)));
        backlogs =
                new HostBacklogs(
                        runtime.getMapState(
                                new MapStateDescriptor<>(
                                        "backlogs", Types.LONG, Types.POJO(Backlog.class))));
        counters =
                new HostCounters(
                        runtime.getState(
                                new ValueStateDescriptor<>(
                                        "counters", Types.POJO(CounterReadings.class))));
        listening = new Listening();
        reachMillis = latenessMillis + plan.longestShortMillis();
        MetricGroup metrics = runtime.getMetricGroup().addGroup("hostpulse");
        lateSamples = metrics.counter("lateSamples");
        corrections = metrics.counter("correctedWindows");
    }

    @Override
    public void processElement(Sample sample, Context context, Collector<HostReading> out)
            throws Exception {
        listening.hear(context.timerService().currentProcessingTime());
        HostClock clock = clocks.value();
        if (sample.removesHost()) {
            if (clock != null) {
                closeAllWindows(clock, context, out);
                forget();
            }
        } else if (clock == null) {
            begin(sample, context);
        } else if (Math.abs(sample.timeMillis() - clock.newestMillis()) <= latenessMillis) {
            advance(sample, clock, context, out);
        } else if (!sample.live()) {
            catchUp(sample, clock, context, out);
        } else if (sample.timeMillis() > clock.newestMillis()) {
            advance(sample, clock, context, out);
        } else {
            putBack(sample, clock, context, out);
        }
        out.collect(HostReading.of(sample));
    }

    @Override
    public void onTimer(long timerMillis, OnTimerContext context, Collector<HostReading> out)
            throws Exception {
        listening.wake(context.timerService().currentProcessingTime());
        HostClock clock = clocks.value();
        if (clock == null) {
            return;
        }
        WindowOutput output = new WindowOutput(context.getCurrentKey(), clock.hostName(), out);
        closeBacklogs(clock, timerMillis, context, output);
        if (timerMillis < clock.timerMillis()) {
            return;
        }
        while (hasOpenWindows(clock) && timerMillis >= dueMillis(clock)) {
            clock = closeNextWindows(clock, output);
        }
        if (!hasOpenWindows(clock) && timerMillis >= forgetMillis(clock)) {
            forget();
        } else {
            clocks.update(schedule(clock, context));
        }
    }

    private HostClock closeNextWindows(HostClock clock, WindowOutput output) throws Exception {
        long endMillis = nextEnd(clock);
        emitWindowsEnding(clock.closedMillis(), endMillis, false, clock, output);
        return clock.closedUpTo(endMillis);
    }

    private void closeAllWindows(HostClock open, Context context, Collector<HostReading> out)
            throws Exception {
        WindowOutput output = new WindowOutput(context.getCurrentKey(), open.hostName(), out);
        for (Backlog backlog : backlogs.all()) {
            if (backlog.hasOpenWindows()) {
                emitAgain(backlog.newestMillis(), open.closedMillis(), open, output);
            }
        }
        HostClock clock = open;
        while (hasOpenWindows(clock)) {
            clock = closeNextWindows(clock, output);
        }
    }

    private void forget() {
        windows.clear();
        clocks.clear();
        backlogs.clear();
        counters.clear();
    }

    private void begin(Sample sample, Context context) throws Exception {
        windows.add(sample, counters.read(sample));
        long nowMillis = context.timerService().currentProcessingTime();
        clocks.update(schedule(HostClock.of(sample, nowMillis), context));
    }

    private void advance(
            Sample sample, HostClock before, Context context, Collector<HostReading> out)
            throws Exception {
        long timeMillis = sample.timeMillis();
        long nowMillis = context.timerService().currentProcessingTime();
        WindowOutput output = new WindowOutput(context.getCurrentKey(), sample.hostName(), out);
        windows.add(sample, sample.live() ? counters.read(sample) : HostCounters.unknown());
        HostClock clock = sample.live() ? before.heard(sample, nowMillis) : before;
        if (clock.newestMillis() > before.newestMillis()) {
            if (timeMillis - before.newestMillis() > latenessMillis) {
                backlogs.remember(before.newestMillis(), timeMillis, nowMillis);
            }
            emitWindowsEnding(before.newestMillis(), timeMillis, true, clock, output);
        }
        emitAgain(timeMillis, clock.closedMillis(), clock, output);
        if (clock.newestMillis() > clock.closedMillis()) {
            clock = clock.closedUpTo(clock.newestMillis());
        }
        if (beginsPane(before.newestMillis(), clock.newestMillis())) {
            settle(clock);
        }
        boolean timerIsEarlyEnough =
                clock.timerMillis() > nowMillis && clock.timerMillis() <= dueMillis(clock);
        clocks.update(timerIsEarlyEnough ? clock : schedule(clock, context));
    }

    private void putBack(
            Sample sample, HostClock before, Context context, Collector<HostReading> out)
            throws Exception {
        WindowOutput output = new WindowOutput(context.getCurrentKey(), sample.hostName(), out);
        for (int w = 0; w < specs.size(); w++) {
            long lastEndMillis = specs.get(w).lastEnd(before.newestMillis() + latenessMillis);
            emitWindowsEnding(w, before.closedMillis(), lastEndMillis, false, before, output);
        }
        long nowMillis = context.timerService().currentProcessingTime();
        HostClock clock = before.putBackTo(sample, reachMillis, nowMillis);
        windows.putBack(
                new Horizon(clock.settledMillis() + reachMillis, backlogs.all(), reachMillis),
                sample.timeMillis() - reachMillis,
                sample.timeMillis() - latenessMillis);
        windows.add(sample, counters.read(sample));
        clocks.update(schedule(clock, context));
    }

    private void catchUp(
            Sample sample, HostClock clock, Context context, Collector<HostReading> out)
            throws Exception {
        long timeMillis = sample.timeMillis();
        Backlog backlog = backlogs.containing(timeMillis);
        if (backlog == null || timeMillis < backlog.newestMillis() - latenessMillis) {
            lateSamples.inc();
            return;
        }
        WindowOutput output = new WindowOutput(context.getCurrentKey(), clock.hostName(), out);
        long nowMillis = context.timerService().currentProcessingTime();
        windows.add(sample, HostCounters.unknown());
        if (timeMillis < backlog.newestMillis()) {
            emitAgain(timeMillis, backlog.newestMillis(), clock, output);
        } else {
            emitWindowsEnding(backlog.newestMillis(), timeMillis, false, clock, output);
        }
        backlogs.update(backlog.advancedTo(timeMillis, nowMillis));
        if (beginsPane(backlog.newestMillis(), timeMillis)) {
            settle(clock);
        }
        context.timerService().registerProcessingTimeTimer(nowMillis + graceMillis);
    }

    /** When nothing more comes, emits what a backlog's newest sample belongs to. */
    private void closeBacklogs(
            HostClock clock, long nowMillis, Context context, WindowOutput output)
            throws Exception {
        List<Backlog> all = backlogs.all();
        if (all.isEmpty()) {
            return;
        }
        boolean anyForgotten = false;
        long patientUntilMillis =
                listening.since(HostBacklogs.newestArrivalMillis(all)) + BACKLOG_PATIENCE_MILLIS;
        for (Backlog backlog : all) {
            long heardMillis = listening.since(backlog.arrivalMillis());
            if (backlog.hasOpenWindows() && nowMillis >= heardMillis + graceMillis) {
                emitAgain(backlog.newestMillis(), clock.closedMillis(), clock, output);
                backlogs.update(backlog.withoutOpenWindows());
            } else if (backlog.hasOpenWindows()) {
                context.timerService().registerProcessingTimeTimer(heardMillis + graceMillis);
            } else if (clock.arrivalMillis() >= patientUntilMillis) {
                backlogs.forget(backlog);
                anyForgotten = true;
            }
        }
        if (anyForgotten) {
            settle(clock);
        }
    }

    /** Emits what has been closed by {@code closedMillis} and contains {@code timeMillis}. */
    private void emitAgain(long timeMillis, long closedMillis, HostClock clock, WindowOutput output)
            throws Exception {
        for (int w = 0; w < specs.size(); w++) {
            WindowSpec spec = specs.get(w);
            long end = spec.nextEnd(timeMillis);
            long lastEnd = Math.min(closedMillis, spec.lastEnd(timeMillis));
            for (; end <= lastEnd; end += spec.slide().toMillis()) {
                corrections.inc();
                emit(w, end - spec.size().toMillis(), false, clock, output);
            }
        }
    }

    private void emitWindowsEnding(
            long fromMillis, long toMillis, boolean onClock, HostClock clock, WindowOutput output)
            throws Exception {
        for (int w = 0; w < specs.size(); w++) {
            emitWindowsEnding(w, fromMillis, toMillis, onClock, clock, output);
        }
    }

    private void emitWindowsEnding(
            int w,
            long fromMillis,
            long toMillis,
            boolean onClock,
            HostClock clock,
            WindowOutput output)
            throws Exception {
        if (specs.get(w).endsBetween(fromMillis, toMillis)) {
            for (long start : windows.startsOfWindowsEnding(w, fromMillis, toMillis)) {
                emit(w, start, onClock, clock, output);
            }
        }
    }

    private void emit(
            int w, long startMillis, boolean onClock, HostClock clock, WindowOutput output)
            throws Exception {
        WindowSpec spec = specs.get(w);
        if (!staysAsItIs(spec, startMillis, clock)) {
            output.emit(
                    spec, startMillis, onClock, clock.putBacks(), windows.total(w, startMillis));
        }
    }

    /** Whether it began before the host's clock was put back, and would only lose samples. */
    private boolean staysAsItIs(WindowSpec spec, long startMillis, HostClock clock) {
        long endMillis = startMillis + spec.size().toMillis();
        return startMillis < clock.resumedMillis()
                && endMillis > clock.resumedMillis() - latenessMillis
                && (!WindowPlan.isLong(spec) || endMillis <= clock.settledMillis());
    }

    private boolean beginsPane(long beforeMillis, long timeMillis) {
        return Math.floorDiv(timeMillis, plan.paneMillis())
                > Math.floorDiv(beforeMillis, plan.paneMillis());
    }

    private void settle(HostClock clock) throws Exception {
        windows.settle(new Horizon(clock.newestMillis(), backlogs.all(), reachMillis));
    }

    private HostClock schedule(HostClock clock, Context context) {
        long timerMillis = hasOpenWindows(clock) ? dueMillis(clock) : forgetMillis(clock);
        context.timerService().registerProcessingTimeTimer(timerMillis);
        return clock.withTimer(timerMillis);
    }

    private boolean hasOpenWindows(HostClock clock) {
        return nextEnd(clock) != Long.MAX_VALUE;
    }

    /**
     * The wall-clock time at which the host's clock must have reached the next end of a window, and
     * its next sample must have come.
     */
    private long dueMillis(HostClock clock) {
        long intervalMillis = Math.min(clock.intervalMillis(), latenessMillis);
        long ahead = Math.max(nextEnd(clock) - clock.newestMillis(), intervalMillis);
        return listening.since(clock.arrivalMillis()) + ahead + graceMillis;
    }

    private long forgetMillis(HostClock clock) {
        return listening.since(clock.arrivalMillis()) + retentionMillis;
    }

    /** The next end of a window that holds samples and is still open. */
    private long nextEnd(HostClock clock) {
        long next = Long.MAX_VALUE;
        for (int w = 0; w < specs.size(); w++) {
            WindowSpec spec = specs.get(w);
            if (spec.lastEnd(clock.newestMillis()) > clock.closedMillis()) {
                next = Math.min(next, spec.nextEnd(clock.closedMillis()));
            }
        }
        return next;
    }
}
