package io.hostpulse.job.liveness;

import io.hostpulse.job.model.HostState;
import io.hostpulse.job.model.Sample;
import java.time.Duration;
import java.util.Arrays;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps the inventory: says when a host appears, changes what it is, falls silent or comes back,
 * and while it is up repeats now and then when it was last heard of. A host is down when nothing
 * has come from it for {@value #MISSED_INTERVALS} of its intervals, and for the least silence at
 * any rate. While this job was not running nobody listened, so silence is counted from its start at
 * the earliest.
 *
 * <p>State per host: what was last said of it and when it was last heard of. It ends when the host
 * has been silent for the retention time.
 */
public final class TrackHosts extends KeyedProcessFunction<String, Sample, HostState> {

    private static final long serialVersionUID = 1L;
    private static final int MISSED_INTERVALS = 3;

    private final long leastSilenceMillis;
    private final long repeatMillis;
    private final long retentionMillis;

    private transient Listening listening;
    private transient ValueState<HostState> said;
    private transient ValueState<Heard> heard;

    /**
     * When a host was last heard of.
     *
     * @param arrivalMillis when a sample came here last
     * @param sampleMillis the newest sample's time
     * @param saidMillis when something was last said of it
     * @param timerMillis when its timer is due
     * @param version of what can be said of it, {@link HostState#version}
     */
    public record Heard(
            long arrivalMillis,
            long sampleMillis,
            long saidMillis,
            long timerMillis,
            long version) {}

    public TrackHosts(Duration leastSilence, Duration repeat, Duration retention) {
        leastSilenceMillis = leastSilence.toMillis();
        repeatMillis = repeat.toMillis();
        retentionMillis = retention.toMillis();
    }

    @Override
    public void open(OpenContext context) {
        listening = new Listening();
        said =
                getRuntimeContext()
                        .getState(new ValueStateDescriptor<>("said", Types.POJO(HostState.class)));
        heard =
                getRuntimeContext()
                        .getState(new ValueStateDescriptor<>("heard", Types.POJO(Heard.class)));
    }

    @Override
    public void processElement(Sample sample, Context context, Collector<HostState> out)
            throws Exception {
        long nowMillis = context.timerService().currentProcessingTime();
        listening.hear(nowMillis);
        HostState before = said.value();
        Heard last = heard.value();
        // a gap in its samples, so that it does not matter whether this instance saw it go
        boolean wasAway =
                last != null
                        && before != null
                        && sample.timeMillis() - last.sampleMillis()
                                >= silenceMillis(before.intervalMillis());
        boolean cameUp = before == null || !before.up() || wasAway;
        long newestMillis =
                last == null
                        ? sample.timeMillis()
                        : Math.max(last.sampleMillis(), sample.timeMillis());
        long saidMillis = last == null ? nowMillis : last.saidMillis();
        long version =
                last == null
                        ? sample.arrivalMillis()
                        : Math.max(sample.arrivalMillis(), last.version() + 1);
        if (cameUp
                || !Arrays.equals(before.identity(), sample.identity())
                || nowMillis - saidMillis >= repeatMillis) {
            HostState now =
                    new HostState(
                            sample.hostId(),
                            true,
                            sample.identity(),
                            newestMillis,
                            cameUp ? sample.timeMillis() : before.sinceMillis(),
                            sample.intervalMillis(),
                            sample.skewMillis(),
                            version);
            said.update(now);
            out.collect(now);
            saidMillis = nowMillis;
        }
        long timerMillis =
                cameUp
                        ? schedule(nowMillis + silenceMillis(sample.intervalMillis()), context)
                        : last.timerMillis();
        heard.update(new Heard(nowMillis, newestMillis, saidMillis, timerMillis, version));
    }

    @Override
    public void onTimer(long timerMillis, OnTimerContext context, Collector<HostState> out)
            throws Exception {
        listening.hear(context.timerService().currentProcessingTime());
        Heard last = heard.value();
        HostState before = said.value();
        if (last == null || before == null || timerMillis != last.timerMillis()) {
            return;
        }
        long silentSinceMillis = listening.since(last.arrivalMillis());
        long downMillis = silentSinceMillis + silenceMillis(before.intervalMillis());
        long forgetMillis = silentSinceMillis + retentionMillis;
        if (timerMillis >= forgetMillis) {
            said.clear();
            heard.clear();
        } else if (before.up() && timerMillis < downMillis) {
            reschedule(last, last.version(), downMillis, context);
        } else {
            long version = before.up() ? last.version() + 1 : last.version();
            if (before.up()) {
                HostState down =
                        new HostState(
                                before.hostId(),
                                false,
                                before.identity(),
                                last.sampleMillis(),
                                last.sampleMillis(),
                                before.intervalMillis(),
                                before.skewMillis(),
                                version);
                said.update(down);
                out.collect(down);
            }
            reschedule(last, version, forgetMillis, context);
        }
    }

    private long silenceMillis(int intervalMillis) {
        return Math.max(leastSilenceMillis, (long) MISSED_INTERVALS * intervalMillis);
    }

    private void reschedule(Heard last, long version, long timerMillis, Context context)
            throws Exception {
        heard.update(
                new Heard(
                        last.arrivalMillis(),
                        last.sampleMillis(),
                        last.saidMillis(),
                        schedule(timerMillis, context),
                        version));
    }

    private static long schedule(long timerMillis, Context context) {
        context.timerService().registerProcessingTimeTimer(timerMillis);
        return timerMillis;
    }
}
