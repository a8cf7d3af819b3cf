package io.hostpulse.job.liveness;

import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.job.model.HeardHost;
import io.hostpulse.job.model.HostState;
import io.hostpulse.job.model.HostState.State;
import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.proto.Goodbye;
import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.TimerService;

/**
 * Keeps the inventory: says when a host appears, changes what it is, falls silent, stops, comes
 * back or is removed, and while it is up repeats now and then when it was last heard of. A host is
 * down when nothing has come from it for {@value #MISSED_INTERVALS} of its intervals, and for the
 * least silence at any rate; unless its newest sample says that no more follow, for then it is
 * stopped. While this job was not running nobody listened, so silence is counted from its start at
 * the earliest, and later while several hosts are not heard at the same time.
 *
 * <p>State per host: what was last said of it and when it was last heard of. It ends when the host
 * is removed, or has been silent for the retention time.
 */
public final class TrackHosts implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final int MISSED_INTERVALS = 3;

    private final long leastSilenceMillis;
    private final long repeatMillis;
    private final long retentionMillis;

    private transient Listening listening;
    private transient ValueState<HostState> said;
    private transient ValueState<HeardHost> heard;

    public TrackHosts(Duration leastSilence, Duration repeat, Duration retention) {
        leastSilenceMillis = leastSilence.toMillis();
        repeatMillis = repeat.toMillis();
        retentionMillis = retention.toMillis();
    }

    /**
     * @param said what was last said of the current host
     */
    public void open(ValueState<HostState> said, ValueState<HeardHost> heard) {
        listening = new Listening();
        this.said = said;
        this.heard = heard;
    }

    /** Says what a sample changes. */
    public void hear(Sample sample, TimerService timers, Consumer<HostState> out) throws Exception {
        long nowMillis = timers.currentProcessingTime();
        listening.hear(sample, nowMillis);
        HostState before = said.value();
        HeardHost last = heard.value();
        if (sample.removesHost()) {
            remove(sample, before, last, out);
            return;
        }
        boolean isLive = last == null || sample.live();
        if (before != null && before.state() == State.STOPPED && !isLive) {
            return; // it was on its way when the host stopped
        }
        // a gap in its samples, so that it does not matter whether this instance saw it go
        boolean wasAway =
                last != null
                        && before != null
                        && isLive
                        && sample.timeMillis() - last.sampleMillis()
                                >= silenceMillis(before.intervalMillis());
        boolean stops = isLive && sample.goodbye() != Goodbye.NO_GOODBYE;
        boolean cameUp = before == null || !before.isUp() || wasAway;
        long newestMillis = isLive ? sample.timeMillis() : last.sampleMillis();
        // a clock that was put back shall not say that it is up since a time to come
        long sinceMillis =
                cameUp || stops ? newestMillis : Math.min(before.sinceMillis(), newestMillis);
        int intervalMillis = intervalMillis(sample, before, stops);
        long saidMillis = last == null ? nowMillis : last.saidMillis();
        long version = versionAfter(sample, last);
        if (cameUp
                || stops
                || sinceMillis != before.sinceMillis()
                || (before.intervalMillis() == 0 && intervalMillis > 0)
                || !Arrays.equals(before.identity(), sample.identity())
                || nowMillis - saidMillis >= repeatMillis) {
            HostState now =
                    new HostState(
                            sample.hostId(),
                            stops ? State.STOPPED : State.UP,
                            sample.identity(),
                            newestMillis,
                            sinceMillis,
                            intervalMillis,
                            skewMillis(sample, before),
                            sample.agentVersion(),
                            version);
            said.update(now);
            out.accept(now);
            saidMillis = nowMillis;
        }
        long timerMillis;
        if (stops) {
            timerMillis = schedule(nowMillis + retentionMillis, timers);
        } else if (cameUp) {
            timerMillis = schedule(nowMillis + silenceMillis(intervalMillis), timers);
        } else {
            timerMillis = last.timerMillis();
        }
        heard.update(new HeardHost(nowMillis, newestMillis, saidMillis, timerMillis, version));
    }

    /** Says that a host is down, if it is by then. */
    public void onTimer(long timerMillis, TimerService timers, Consumer<HostState> out)
            throws Exception {
        long nowMillis = timers.currentProcessingTime();
        listening.wake(nowMillis);
        HeardHost last = heard.value();
        HostState before = said.value();
        if (last == null || before == null || timerMillis != last.timerMillis()) {
            return;
        }
        long silentSinceMillis = listening.silentSince(last.arrivalMillis(), nowMillis);
        long downMillis = silentSinceMillis + silenceMillis(before.intervalMillis());
        long forgetMillis = silentSinceMillis + retentionMillis;
        if (timerMillis >= forgetMillis) {
            said.clear();
            heard.clear();
        } else if (before.isUp() && timerMillis < downMillis) {
            reschedule(last, last.version(), downMillis, timers);
        } else {
            long version = before.isUp() ? last.version() + 1 : last.version();
            if (before.isUp()) {
                HostState down =
                        before.changed(
                                State.DOWN, last.sampleMillis(), last.sampleMillis(), version);
                said.update(down);
                out.accept(down);
            }
            reschedule(last, version, forgetMillis, timers);
        }
    }

    /**
     * Says so even of a host that is not known here: its document may be older than what is
     * remembered.
     */
    private void remove(
            Sample farewell, HostState before, HeardHost last, Consumer<HostState> out) {
        if (before == null || last == null) {
            out.accept(
                    new HostState(
                            farewell.hostId(),
                            State.REMOVED,
                            farewell.identity(),
                            farewell.timeMillis(),
                            farewell.timeMillis(),
                            farewell.intervalMillis(),
                            0,
                            farewell.agentVersion(),
                            versionAfter(farewell, last)));
            return;
        }
        long removedMillis = Math.max(last.sampleMillis(), farewell.timeMillis());
        out.accept(
                before.changed(
                        State.REMOVED, removedMillis, removedMillis, versionAfter(farewell, last)));
        said.clear();
        heard.clear();
    }

    /** The first sample of a run has none, and a goodbye does not wait until it is over. */
    private static int intervalMillis(Sample sample, HostState before, boolean stops) {
        boolean isKnown = before != null && before.intervalMillis() > 0;
        return isKnown && (stops || sample.intervalMillis() == 0)
                ? before.intervalMillis()
                : sample.intervalMillis();
    }

    private static long skewMillis(Sample sample, HostState before) {
        double skewMillis = sample.values()[HostMetrics.CLOCK_SKEW];
        if (!Double.isNaN(skewMillis)) {
            return (long) skewMillis;
        }
        return before == null ? 0 : before.skewMillis();
    }

    private long silenceMillis(int intervalMillis) {
        return Math.max(leastSilenceMillis, (long) MISSED_INTERVALS * intervalMillis);
    }

    private static long versionAfter(Sample sample, HeardHost last) {
        return last == null
                ? sample.arrivalMillis()
                : Math.max(sample.arrivalMillis(), last.version() + 1);
    }

    private void reschedule(HeardHost last, long version, long timerMillis, TimerService timers)
            throws Exception {
        heard.update(
                new HeardHost(
                        last.arrivalMillis(),
                        last.sampleMillis(),
                        last.saidMillis(),
                        schedule(timerMillis, timers),
                        version));
    }

    private static long schedule(long timerMillis, TimerService timers) {
        timers.registerProcessingTimeTimer(timerMillis);
        return timerMillis;
    }
}
