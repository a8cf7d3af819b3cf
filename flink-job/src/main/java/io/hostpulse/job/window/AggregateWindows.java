package io.hostpulse.job.window;

import io.hostpulse.job.model.HostClock;
import io.hostpulse.job.model.Pane;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.model.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Computes all windows of a host on the host's own clock. A window is closed by the first sample
 * that lies past its end, or, when the host is silent, by a timer as long after its newest sample
 * as the window still had to go. A sample that comes late, but within the allowed lateness, has the
 * windows that it belongs to emitted again.
 *
 * <p>State per host: panes for the longest window and the allowed lateness, and the host's clock.
 * All of it ends when the host has been silent for the retention time; until then the last panes
 * stay, so that a host that comes back with a backlog corrects its last windows instead of cutting
 * them short.
 */
public final class AggregateWindows extends KeyedProcessFunction<String, Sample, Window> {

    private static final long serialVersionUID = 1L;

    private final List<WindowSpec> specs;
    private final long paneMillis;
    private final long longestMillis;
    private final long latenessMillis;
    private final long graceMillis;
    private final long retentionMillis;

    private transient MapState<Long, Pane> panes;
    private transient ValueState<HostClock> clocks;
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
        paneMillis =
                specs.stream()
                        .mapToLong(spec -> spec.slide().toMillis())
                        .reduce(AggregateWindows::greatestCommonDivisor)
                        .orElseThrow();
        longestMillis =
                specs.stream().mapToLong(spec -> spec.size().toMillis()).max().orElseThrow();
        latenessMillis = lateness.toMillis();
        graceMillis = grace.toMillis();
        retentionMillis = retention.toMillis();
    }

    @Override
    public void open(OpenContext context) {
        panes =
                getRuntimeContext()
                        .getMapState(
                                new MapStateDescriptor<>(
                                        "panes", Types.LONG, Types.POJO(Pane.class)));
        clocks =
                getRuntimeContext()
                        .getState(new ValueStateDescriptor<>("clock", Types.POJO(HostClock.class)));
        MetricGroup metrics = getRuntimeContext().getMetricGroup().addGroup("hostpulse");
        lateSamples = metrics.counter("lateSamples");
        corrections = metrics.counter("correctedWindows");
    }

    @Override
    public void processElement(Sample sample, Context context, Collector<Window> out)
            throws Exception {
        long timeMillis = sample.timeMillis();
        long nowMillis = context.timerService().currentProcessingTime();
        HostClock before = clocks.value();
        if (before != null && timeMillis < before.newestMillis() - latenessMillis) {
            lateSamples.inc();
            return;
        }
        addToPane(sample);
        if (before == null) {
            clocks.update(
                    schedule(
                            new HostClock(sample.hostName(), timeMillis, timeMillis, nowMillis, 0),
                            context));
            return;
        }
        HostClock after =
                timeMillis > before.newestMillis()
                        ? new HostClock(
                                sample.hostName(),
                                timeMillis,
                                before.closedMillis(),
                                nowMillis,
                                before.timerMillis())
                        : before;
        correctClosedWindows(timeMillis, after, context.getCurrentKey(), out);
        if (timeMillis > after.closedMillis()) {
            after = closeWindows(after, timeMillis, context.getCurrentKey(), out);
        }
        boolean timerIsEarlyEnough =
                after.timerMillis() > nowMillis && after.timerMillis() <= dueMillis(after);
        clocks.update(timerIsEarlyEnough ? after : schedule(after, context));
    }

    @Override
    public void onTimer(long timerMillis, OnTimerContext context, Collector<Window> out)
            throws Exception {
        HostClock clock = clocks.value();
        if (clock == null || timerMillis < clock.timerMillis()) {
            return;
        }
        while (hasOpenWindows(clock) && timerMillis >= dueMillis(clock)) {
            clock = closeWindows(clock, nextEnd(clock), context.getCurrentKey(), out);
        }
        if (!hasOpenWindows(clock) && timerMillis >= clock.arrivalMillis() + retentionMillis) {
            panes.clear();
            clocks.clear();
        } else {
            clocks.update(schedule(clock, context));
        }
    }

    private void addToPane(Sample sample) throws Exception {
        long start = Math.floorDiv(sample.timeMillis(), paneMillis) * paneMillis;
        Pane pane = panes.get(start);
        panes.put(
                start,
                PaneAggregation.add(
                        pane == null ? PaneAggregation.empty() : pane,
                        sample.values(),
                        sample.timeMillis()));
    }

    private void correctClosedWindows(
            long timeMillis, HostClock clock, String hostId, Collector<Window> out)
            throws Exception {
        for (WindowSpec spec : specs) {
            for (long start : spec.startsContaining(timeMillis)) {
                if (start + spec.size().toMillis() <= clock.closedMillis()) {
                    corrections.inc();
                    emit(spec, start, clock, hostId, out);
                }
            }
        }
    }

    /** Emits what ends by {@code toMillis}, and forgets the panes that no window needs any more. */
    private HostClock closeWindows(
            HostClock clock, long toMillis, String hostId, Collector<Window> out) throws Exception {
        if (specs.stream().anyMatch(spec -> spec.endsBetween(clock.closedMillis(), toMillis))) {
            for (WindowSpec spec : specs) {
                for (long start : startsToClose(spec, clock.closedMillis(), toMillis)) {
                    emit(spec, start, clock, hostId, out);
                }
            }
            forgetOldPanes(clock.newestMillis() - latenessMillis - longestMillis);
        }
        return clock.closedUpTo(toMillis);
    }

    /** Only windows that hold samples are looked at, however long the host was away. */
    private Set<Long> startsToClose(WindowSpec spec, long fromMillis, long toMillis)
            throws Exception {
        List<Long> starts = new ArrayList<>();
        for (long pane : panes.keys()) {
            for (long start : spec.startsContaining(pane)) {
                long end = start + spec.size().toMillis();
                if (end > fromMillis && end <= toMillis) {
                    starts.add(start);
                }
            }
        }
        starts.sort(Comparator.naturalOrder());
        return new LinkedHashSet<>(starts);
    }

    private void emit(
            WindowSpec spec, long start, HostClock clock, String hostId, Collector<Window> out)
            throws Exception {
        long end = start + spec.size().toMillis();
        Pane total = PaneAggregation.empty();
        for (long pane = Math.floorDiv(start, paneMillis) * paneMillis;
                pane < end;
                pane += paneMillis) {
            Pane part = panes.get(pane);
            if (part != null) {
                total = PaneAggregation.merge(total, part);
            }
        }
        out.collect(
                new Window(
                        hostId,
                        clock.hostName(),
                        spec.name(),
                        start,
                        end,
                        spec.slide().toMillis(),
                        total.samples(),
                        total.counts(),
                        total.sums(),
                        total.minima(),
                        total.maxima(),
                        total.lasts()));
    }

    private void forgetOldPanes(long beforeMillis) throws Exception {
        Iterator<Long> starts = panes.keys().iterator();
        while (starts.hasNext()) {
            if (starts.next() + paneMillis <= beforeMillis) {
                starts.remove();
            }
        }
    }

    private HostClock schedule(HostClock clock, Context context) {
        long timerMillis =
                hasOpenWindows(clock) ? dueMillis(clock) : clock.arrivalMillis() + retentionMillis;
        context.timerService().registerProcessingTimeTimer(timerMillis);
        return clock.withTimer(timerMillis);
    }

    private boolean hasOpenWindows(HostClock clock) {
        return specs.stream()
                .anyMatch(spec -> spec.lastEnd(clock.newestMillis()) > clock.closedMillis());
    }

    /** The wall-clock time at which the host's clock must have reached the next end of a window. */
    private long dueMillis(HostClock clock) {
        return clock.arrivalMillis() + (nextEnd(clock) - clock.newestMillis()) + graceMillis;
    }

    private long nextEnd(HostClock clock) {
        return specs.stream()
                .mapToLong(spec -> spec.nextEnd(clock.closedMillis()))
                .min()
                .orElseThrow();
    }

    private static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
