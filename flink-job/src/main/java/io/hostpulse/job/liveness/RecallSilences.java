package io.hostpulse.job.liveness;

import io.hostpulse.job.model.HostReading;
import io.hostpulse.job.model.PublishedSilence;
import io.hostpulse.job.model.Sample;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Recalls the silences of hosts that are published as firing, again and again until their end is
 * published too, to whoever decides about silences: it may have been restored to a time before it
 * did (docs/decisions/0013-silences-are-read-back.md). What it recalls of a host that was removed
 * since says so, for nobody may know the host any more.
 *
 * <p>State per host: its published silences, each until its end has been read; when they are
 * recalled next.
 */
public final class RecallSilences
        extends KeyedCoProcessFunction<String, PublishedSilence, Sample, HostReading> {

    private static final long serialVersionUID = 1L;

    private final long everyMillis;

    private transient Listening listening;
    private transient MapState<String, PublishedSilence> published;
    private transient ValueState<Long> nextRecall;

    /**
     * @param every how long the end of a silence may take to be read before the silence is
     *     recalled, and recalled again
     */
    public RecallSilences(Duration every) {
        everyMillis = every.toMillis();
    }

    @Override
    public void open(OpenContext context) {
        listening = new Listening();
        published =
                getRuntimeContext()
                        .getMapState(
                                new MapStateDescriptor<>(
                                        "published-silences",
                                        Types.STRING,
                                        Types.POJO(PublishedSilence.class)));
        nextRecall =
                getRuntimeContext().getState(new ValueStateDescriptor<>("next-recall", Types.LONG));
    }

    @Override
    public void processElement1(
            PublishedSilence silence, Context context, Collector<HostReading> out)
            throws Exception {
        long nowMillis = context.timerService().currentProcessingTime();
        listening.hear(nowMillis);
        if (silence.isFiring()) {
            published.put(silence.alertId(), silence);
            if (nextRecall.value() == null) {
                schedule(nowMillis + everyMillis, context);
            }
        } else {
            published.remove(silence.alertId());
            forgetIfNothingIsPublished(context);
        }
    }

    /** The host is removed. */
    @Override
    public void processElement2(Sample farewell, Context context, Collector<HostReading> out)
            throws Exception {
        listening.hear(context.timerService().currentProcessingTime());
        for (Map.Entry<String, PublishedSilence> each : published.entries()) {
            each.setValue(each.getValue().withoutHost());
        }
    }

    @Override
    public void onTimer(long timerMillis, OnTimerContext context, Collector<HostReading> out)
            throws Exception {
        long nowMillis = context.timerService().currentProcessingTime();
        listening.hear(nowMillis);
        // after a restart the ends that were published meanwhile have to be read first
        long dueMillis = listening.since(timerMillis - everyMillis) + everyMillis;
        if (nowMillis < dueMillis) {
            schedule(dueMillis, context);
            return;
        }
        for (PublishedSilence silence : published.values()) {
            out.collect(HostReading.of(silence));
        }
        schedule(nowMillis + everyMillis, context);
    }

    private void forgetIfNothingIsPublished(Context context) throws Exception {
        Long next = nextRecall.value();
        if (next != null && published.isEmpty()) {
            context.timerService().deleteProcessingTimeTimer(next);
            published.clear();
            nextRecall.clear();
        }
    }

    private void schedule(long millis, Context context) throws Exception {
        nextRecall.update(millis);
        context.timerService().registerProcessingTimeTimer(millis);
    }
}
