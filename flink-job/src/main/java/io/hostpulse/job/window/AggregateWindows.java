package io.hostpulse.job.window;

import io.hostpulse.job.model.Backlog;
import io.hostpulse.job.model.HostClock;
import io.hostpulse.job.model.HostReading;
import io.hostpulse.job.model.Pane;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.model.Window;
import io.hostpulse.wire.proto.Dimension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
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
 * <p>After an outage an agent sends new samples first and the old ones beside them. A leap in the
 * host's time is therefore remembered, and what then comes from inside of it is a backlog: it fills
 * its windows in its own order, together with the samples at both borders of the leap.
 *
 * <p>State per host: panes for the longest window and the allowed lateness, the host's clock, and a
 * leap for {@value #BACKLOG_PATIENCE_MILLIS} ms after its backlog stops coming. All of it ends when
 * the host has been silent for the retention time; until then the last panes stay, so that a host
 * that comes back with a backlog corrects its last windows instead of cutting them short.
 */
public final class AggregateWindows extends KeyedProcessFunction<String, Sample, HostReading> {

    private static final long serialVersionUID = 1L;
    private static final long BACKLOG_PATIENCE_MILLIS = 600_000;

    /** Where windows of the current host go. */
    private record Output(String hostId, Collector<HostReading> readings) {}

    private final List<WindowSpec> specs;
    private final long paneMillis;
    private final long longestMillis;
    private final long latenessMillis;
    private final long graceMillis;
    private final long retentionMillis;

    private transient HostPanes panes;
    private transient ValueState<HostClock> clocks;
    private transient ValueState<Backlog> backlogs;
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
                new HostPanes(
                        getRuntimeContext()
                                .getMapState(
                                        new MapStateDescriptor<>(
                                                "panes", Types.LONG, Types.POJO(Pane.class))),
                        paneMillis);
        clocks =
                getRuntimeContext()
                        .getState(new ValueStateDescriptor<>("clock", Types.POJO(HostClock.class)));
        backlogs =
                getRuntimeContext()
                        .getState(new ValueStateDescriptor<>("backlog", Types.POJO(Backlog.class)));
        MetricGroup metrics = getRuntimeContext().getMetricGroup().addGroup("hostpulse");
        lateSamples = metrics.counter("lateSamples");
        corrections = metrics.counter("correctedWindows");
    }

    @Override
    public void processElement(Sample sample, Context context, Collector<HostReading> out)
            throws Exception {
        Output output = new Output(context.getCurrentKey(), out);
        HostClock clock = clocks.value();
        if (clock == null) {
            begin(sample, context);
        } else if (sample.timeMillis() >= clock.newestMillis() - latenessMillis) {
            advance(sample, clock, context, output);
        } else {
            catchUp(sample, clock, context, output);
        }
        out.collect(HostReading.of(sample));
    }

    @Override
    public void onTimer(long timerMillis, OnTimerContext context, Collector<HostReading> out)
            throws Exception {
        HostClock clock = clocks.value();
        if (clock == null) {
            return;
        }
        Output output = new Output(context.getCurrentKey(), out);
        closeBacklog(clock, timerMillis, output);
        if (timerMillis < clock.timerMillis()) {
            return;
        }
        while (hasOpenWindows(clock) && timerMillis >= dueMillis(clock)) {
            clock = closeWindows(clock, nextEnd(clock), output);
        }
        if (!hasOpenWindows(clock) && timerMillis >= clock.arrivalMillis() + retentionMillis) {
            panes.clear();
            clocks.clear();
            backlogs.clear();
        } else {
            clocks.update(schedule(clock, context));
        }
    }

    private void begin(Sample sample, Context context) throws Exception {
        panes.add(sample);
        long nowMillis = context.timerService().currentProcessingTime();
        clocks.update(
                schedule(
                        new HostClock(
                                sample.hostName(),
                                sample.timeMillis(),
                                sample.timeMillis(),
                                nowMillis,
                                0),
                        context));
    }

    private void advance(Sample sample, HostClock before, Context context, Output out)
            throws Exception {
        long timeMillis = sample.timeMillis();
        long nowMillis = context.timerService().currentProcessingTime();
        panes.add(sample);
        HostClock clock = before;
        if (timeMillis > before.newestMillis()) {
            if (timeMillis - before.newestMillis() > latenessMillis) {
                rememberLeap(before.newestMillis(), timeMillis, nowMillis);
            }
            clock = before.heard(sample.hostName(), timeMillis, nowMillis);
        }
        emitAgain(timeMillis, clock, out);
        if (timeMillis > clock.closedMillis()) {
            clock = closeWindows(clock, timeMillis, out);
        }
        boolean timerIsEarlyEnough =
                clock.timerMillis() > nowMillis && clock.timerMillis() <= dueMillis(clock);
        clocks.update(timerIsEarlyEnough ? clock : schedule(clock, context));
    }

    private void rememberLeap(long fromMillis, long toMillis, long nowMillis) throws Exception {
        Backlog backlog = backlogs.value();
        backlogs.update(
                backlog == null
                        ? Backlog.between(fromMillis, toMillis, nowMillis)
                        : backlog.extendedTo(toMillis));
    }

    private void catchUp(Sample sample, HostClock clock, Context context, Output out)
            throws Exception {
        Backlog backlog = backlogs.value();
        long timeMillis = sample.timeMillis();
        if (backlog == null || !backlog.contains(timeMillis)) {
            lateSamples.inc();
            return;
        }
        panes.add(sample);
        if (timeMillis < backlog.newestMillis()) {
            emitAgain(timeMillis, clock.closedUpTo(backlog.newestMillis()), out);
        } else {
            emitWindowsEnding(backlog.newestMillis(), timeMillis, clock, out);
        }
        long nowMillis = context.timerService().currentProcessingTime();
        backlogs.update(backlog.advancedTo(timeMillis, nowMillis));
        context.timerService().registerProcessingTimeTimer(nowMillis + graceMillis);
    }

    /** When nothing more comes, emits what the backlog's newest sample belongs to. */
    private void closeBacklog(HostClock clock, long nowMillis, Output out) throws Exception {
        Backlog backlog = backlogs.value();
        if (backlog == null) {
            return;
        }
        if (backlog.hasOpenWindows() && nowMillis >= backlog.arrivalMillis() + graceMillis) {
            emitAgain(backlog.newestMillis(), clock, out);
            backlogs.update(backlog.withoutOpenWindows());
        } else if (nowMillis >= backlog.arrivalMillis() + BACKLOG_PATIENCE_MILLIS) {
            backlogs.clear();
            forgetOldPanes(clock);
        }
    }

    /** Emits what has been closed and contains {@code timeMillis}. */
    private void emitAgain(long timeMillis, HostClock clock, Output out) throws Exception {
        for (WindowSpec spec : specs) {
            for (long start : spec.startsContaining(timeMillis)) {
                if (start + spec.size().toMillis() <= clock.closedMillis()) {
                    corrections.inc();
                    emit(spec, start, clock, out);
                }
            }
        }
    }

    /** Emits what ends by {@code toMillis}, and forgets the panes that no window needs any more. */
    private HostClock closeWindows(HostClock clock, long toMillis, Output out) throws Exception {
        if (emitWindowsEnding(clock.closedMillis(), toMillis, clock, out)) {
            forgetOldPanes(clock);
        }
        return clock.closedUpTo(toMillis);
    }

    private boolean emitWindowsEnding(long fromMillis, long toMillis, HostClock clock, Output out)
            throws Exception {
        boolean any = false;
        for (WindowSpec spec : specs) {
            if (spec.endsBetween(fromMillis, toMillis)) {
                any = true;
                for (long start : panes.startsOfWindowsEnding(spec, fromMillis, toMillis)) {
                    emit(spec, start, clock, out);
                }
            }
        }
        return any;
    }

    private void forgetOldPanes(HostClock clock) throws Exception {
        long reachMillis = latenessMillis + longestMillis;
        panes.forget(clock.newestMillis() - reachMillis, backlogs.value(), reachMillis);
    }

    private void emit(WindowSpec spec, long start, HostClock clock, Output out) throws Exception {
        long end = start + spec.size().toMillis();
        Pane total = panes.total(start, end);
        double[] unknown = new double[total.counts().length];
        Arrays.fill(unknown, Double.NaN);
        out.readings()
                .collect(
                        HostReading.of(
                                new Window(
                                        out.hostId(),
                                        clock.hostName(),
                                        Dimension.HOST_VALUE,
                                        "",
                                        spec.name(),
                                        start,
                                        end,
                                        spec.slide().toMillis(),
                                        false,
                                        total.samples(),
                                        total.counts(),
                                        total.sums(),
                                        total.minima(),
                                        total.maxima(),
                                        total.lasts(),
                                        unknown,
                                        unknown,
                                        unknown,
                                        new String[0])));
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
