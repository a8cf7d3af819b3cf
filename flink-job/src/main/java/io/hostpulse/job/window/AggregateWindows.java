package io.hostpulse.job.window;

import io.hostpulse.job.liveness.Listening;
import io.hostpulse.job.model.Backlog;
import io.hostpulse.job.model.Block;
import io.hostpulse.job.model.BlockKey;
import io.hostpulse.job.model.CounterReadings;
import io.hostpulse.job.model.HostClock;
import io.hostpulse.job.model.Pane;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.model.Window;
import io.hostpulse.job.model.WindowLook;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.util.function.ThrowingConsumer;

/**
 * Computes all windows of a host that somebody wants, on the host's own clock. A window is closed
 * by the first sample that lies past its end, before rules see that sample. When the host's next
 * sample fails to come, a timer closes it as long after the newest sample as the window still had
 * to go; the host's next sample then brings it once more. A sample that comes late, but within the
 * allowed lateness, has the windows that it belongs to emitted again.
 *
 * <p>After an outage an agent sends new samples first and the old ones beside them. A leap in the
 * host's time is therefore remembered, and what then comes from inside of it is a backlog: it fills
 * its windows in its own order, together with the samples at both borders of the leap.
 *
 * <p>A live sample that lies further back than the allowed lateness shows that the host's clock was
 * put back, and puts this clock back with it. All windows that are open are closed by it, so that
 * rules see what they hold. What the time that comes again does to windows depends on the host's
 * samples and their order alone:
 *
 * <ul>
 *   <li>Windows that can hold no sample from now on, since they end before the sample less the
 *       allowed lateness, stay as they are.
 *   <li>Short windows, and long ones that could not change any more before the clock was put back,
 *       begin anew if they end after the sample, and hold the new samples alone. A long one that
 *       the sample lies in the middle of would hold a part of what it did: rules see it, but what
 *       was published of it stays. Those that end by the sample stay as they are, too.
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
public final class AggregateWindows implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final long BACKLOG_PATIENCE_MILLIS = 600_000;

    private final ArrayList<WindowSpec> specs;
    private final long latenessMillis;
    private final long graceMillis;
    private final long retentionMillis;

    private final PublishedWindows published;

    private transient WindowPlan plan;
    private transient HostWindows windows;
    private transient WantedWindows wanted;
    private transient WindowEmission emission;
    private transient ValueState<HostClock> clocks;
    private transient HostBacklogs backlogs;
    private transient HostCounters counters;
    private transient Listening listening;
    private transient long reachMillis;
    private transient Counter lateSamples;

    /** What there is to do with a host: its timers, and where its windows go. */
    private record Host(
            String id, TimerService timers, ThrowingConsumer<Window, ? extends Exception> windows) {

        WindowEmission.Target target(String name) {
            return new WindowEmission.Target(id, name, windows);
        }

        long nowMillis() {
            return timers.currentProcessingTime();
        }
    }

    /**
     * @param lateness how much older than the host's newest sample one may be
     * @param grace how long a timer waits for samples on their way before it closes a window
     * @param retention how long a silent host is remembered
     */
    public AggregateWindows(
            List<WindowSpec> specs,
            PublishedWindows published,
            Duration lateness,
            Duration grace,
            Duration retention) {
        this.specs = new ArrayList<>(specs);
        this.published = published;
        latenessMillis = lateness.toMillis();
        graceMillis = grace.toMillis();
        retentionMillis = retention.toMillis();
    }

    /**
     * @param clocks of the current host; so are the others
     */
    public void open(
            RuntimeContext runtime,
            ValueState<HostClock> clocks,
            ValueState<Backlog[]> backlogs,
            ValueState<CounterReadings> counters) {
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
        this.clocks = clocks;
        this.backlogs = new HostBacklogs(backlogs);
        this.counters = new HostCounters(counters);
        listening = new Listening();
        reachMillis = latenessMillis + plan.longestShortMillis();
        MetricGroup metrics = runtime.getMetricGroup().addGroup("hostpulse");
        lateSamples = metrics.counter("lateSamples");
        wanted = new WantedWindows(plan, published);
        emission =
                new WindowEmission(
                        plan, windows, wanted, latenessMillis, metrics.counter("correctedWindows"));
    }

    /** From now on rules look at these windows and at no others. */
    public void lookAt(Set<WindowLook> looks) {
        wanted.update(looks);
    }

    /** Whether a window that has been emitted just now is for others than rules. */
    public boolean isPublished(Window window) throws IOException {
        return published.include(window) && !isCut(window);
    }

    /** Whether what was published of it before the clock was put back holds more. */
    public boolean isCut(Window window) throws IOException {
        return emission.isCut(window, clocks.value());
    }

    /** Adds a sample, and emits the windows that it closes or corrects. */
    public void add(
            Sample sample, TimerService timers, ThrowingConsumer<Window, ? extends Exception> out)
            throws Exception {
        Host host = new Host(sample.hostId(), timers, out);
        listening.hear(host.nowMillis());
        HostClock clock = clocks.value();
        if (sample.removesHost()) {
            if (clock != null) {
                closeAllWindows(clock, host);
                forget();
            }
        } else if (clock == null) {
            begin(sample, host);
        } else if (Math.abs(sample.timeMillis() - clock.newestMillis()) <= latenessMillis) {
            advance(sample, clock, host);
        } else if (!sample.live()) {
            catchUp(sample, clock, host);
        } else if (sample.timeMillis() > clock.newestMillis()) {
            advance(sample, clock, host);
        } else {
            putBack(sample, clock, host);
        }
    }

    /** Closes what the host's samples are too late for. */
    public void onTimer(
            long timerMillis,
            String hostId,
            TimerService timers,
            ThrowingConsumer<Window, ? extends Exception> out)
            throws Exception {
        Host host = new Host(hostId, timers, out);
        listening.wake(host.nowMillis());
        HostClock clock = clocks.value();
        if (clock == null) {
            return;
        }
        closeBacklogs(clock, timerMillis, host);
        if (timerMillis < clock.timerMillis()) {
            return;
        }
        WindowEmission.Target target = host.target(clock.hostName());
        while (hasOpenWindows(clock) && timerMillis >= dueMillis(clock)) {
            clock = closeNextWindows(clock, target);
        }
        if (!hasOpenWindows(clock) && timerMillis >= forgetMillis(clock)) {
            forget();
        } else {
            clocks.update(schedule(clock, host));
        }
    }

    private HostClock closeNextWindows(HostClock clock, WindowEmission.Target target)
            throws Exception {
        long endMillis = nextEnd(clock);
        emission.emitEnding(clock.closedMillis(), endMillis, false, clock, target);
        return clock.closedUpTo(endMillis);
    }

    private void closeAllWindows(HostClock open, Host host) throws Exception {
        WindowEmission.Target target = host.target(open.hostName());
        for (Backlog backlog : backlogs.all()) {
            if (backlog.hasOpenWindows()) {
                emission.emitAgain(backlog.newestMillis(), open.closedMillis(), open, target);
            }
        }
        HostClock clock = open;
        while (hasOpenWindows(clock)) {
            clock = closeNextWindows(clock, target);
        }
    }

    private void forget() {
        windows.clear();
        clocks.clear();
        backlogs.clear();
        counters.clear();
    }

    private void begin(Sample sample, Host host) throws Exception {
        windows.add(sample, counters.read(sample));
        clocks.update(schedule(HostClock.of(sample, host.nowMillis()), host));
    }

    private void advance(Sample sample, HostClock before, Host host) throws Exception {
        long timeMillis = sample.timeMillis();
        long nowMillis = host.nowMillis();
        WindowEmission.Target target = host.target(sample.hostName());
        // rules have seen windows of the time before: what is counted there is told later
        boolean isNewest = sample.live() && timeMillis >= before.newestMillis();
        windows.add(sample, isNewest ? counters.read(sample) : HostCounters.unknown());
        HostClock clock = sample.live() ? before.heard(sample, nowMillis) : before;
        if (clock.newestMillis() > before.newestMillis()) {
            if (timeMillis - before.newestMillis() > latenessMillis) {
                backlogs.remember(before.newestMillis(), timeMillis, nowMillis);
            }
            emission.emitEnding(before.newestMillis(), timeMillis, true, clock, target);
        }
        emission.emitAgain(timeMillis, clock.closedMillis(), clock, target);
        if (clock.newestMillis() > clock.closedMillis()) {
            clock = clock.closedUpTo(clock.newestMillis());
        }
        if (beginsPane(before.newestMillis(), clock.newestMillis())) {
            settle(clock);
        }
        boolean timerIsEarlyEnough =
                clock.timerMillis() > nowMillis && clock.timerMillis() <= dueMillis(clock);
        clocks.update(timerIsEarlyEnough ? clock : schedule(clock, host));
    }

    private void putBack(Sample sample, HostClock before, Host host) throws Exception {
        emission.emitOpen(before, host.target(sample.hostName()));
        HostClock clock = before.putBackTo(sample, reachMillis, host.nowMillis());
        windows.putBack(
                new Horizon(clock.settledMillis() + reachMillis, backlogs.all(), reachMillis),
                sample.timeMillis() - reachMillis,
                sample.timeMillis() - latenessMillis);
        windows.add(sample, counters.read(sample));
        clocks.update(schedule(clock, host));
    }

    private void catchUp(Sample sample, HostClock clock, Host host) throws Exception {
        long timeMillis = sample.timeMillis();
        Backlog backlog = backlogs.containing(timeMillis);
        if (backlog == null || timeMillis < backlog.newestMillis() - latenessMillis) {
            lateSamples.inc();
            return;
        }
        WindowEmission.Target target = host.target(clock.hostName());
        long nowMillis = host.nowMillis();
        windows.add(sample, HostCounters.unknown());
        if (timeMillis < backlog.newestMillis()) {
            emission.emitAgain(timeMillis, backlog.newestMillis(), clock, target);
        } else {
            emission.emitEnding(backlog.newestMillis(), timeMillis, false, clock, target);
        }
        backlogs.update(backlog.advancedTo(timeMillis, nowMillis));
        if (beginsPane(backlog.newestMillis(), timeMillis)) {
            settle(clock);
        }
        host.timers().registerProcessingTimeTimer(nowMillis + graceMillis);
    }

    /** When nothing more comes, emits what a backlog's newest sample belongs to. */
    private void closeBacklogs(HostClock clock, long nowMillis, Host host) throws Exception {
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
                emission.emitAgain(
                        backlog.newestMillis(),
                        clock.closedMillis(),
                        clock,
                        host.target(clock.hostName()));
                backlogs.update(backlog.withoutOpenWindows());
            } else if (backlog.hasOpenWindows()) {
                host.timers().registerProcessingTimeTimer(heardMillis + graceMillis);
            } else if (clock.arrivalMillis() >= patientUntilMillis) {
                backlogs.forget(backlog);
                anyForgotten = true;
            }
        }
        if (anyForgotten) {
            settle(clock);
        }
    }

    private boolean beginsPane(long beforeMillis, long timeMillis) {
        return Math.floorDiv(timeMillis, plan.paneMillis())
                > Math.floorDiv(beforeMillis, plan.paneMillis());
    }

    private void settle(HostClock clock) throws Exception {
        windows.settle(new Horizon(clock.newestMillis(), backlogs.all(), reachMillis));
    }

    private HostClock schedule(HostClock clock, Host host) {
        long timerMillis = hasOpenWindows(clock) ? dueMillis(clock) : forgetMillis(clock);
        host.timers().registerProcessingTimeTimer(timerMillis);
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
