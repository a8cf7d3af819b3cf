package io.hostpulse.job.liveness;

import io.hostpulse.job.model.HostReading;
import io.hostpulse.job.model.PublishedAlert;
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
 * Recalls the alerts that are published as open, again and again until their end is published too,
 * to whoever decides about alerts: it may have been restored to a time before it did
 * (docs/decisions/0013-alerts-are-read-back.md). The longer this instance has run, the less likely
 * that is, and the more seldom it recalls. What it recalls of a host that was removed since says
 * so, for nobody may know the host any more.
 *
 * <p>State per host: its published alerts, each until its end has been read; when they are recalled
 * next.
 */
public final class RecallAlerts
        extends KeyedCoProcessFunction<String, PublishedAlert, Sample, HostReading> {

    private static final long serialVersionUID = 1L;

    private final long leastMillis;
    private final long mostMillis;

    private transient Listening listening;
    private transient MapState<String, PublishedAlert> published;
    private transient ValueState<Long> nextRecall;

    /**
     * @param least how long the end of an alert may take to be read before the alert is recalled
     * @param most how long at most until it is recalled again
     */
    public RecallAlerts(Duration least, Duration most) {
        leastMillis = least.toMillis();
        mostMillis = most.toMillis();
    }

    @Override
    public void open(OpenContext context) {
        listening = new Listening();
        published =
                getRuntimeContext()
                        .getMapState(
                                new MapStateDescriptor<>(
                                        "published-alerts",
                                        Types.STRING,
                                        Types.POJO(PublishedAlert.class)));
        nextRecall =
                getRuntimeContext().getState(new ValueStateDescriptor<>("next-recall", Types.LONG));
    }

    @Override
    public void processElement1(PublishedAlert alert, Context context, Collector<HostReading> out)
            throws Exception {
        long nowMillis = context.timerService().currentProcessingTime();
        listening.hear(nowMillis);
        String id = alert.newest().alertId();
        if (alert.isOpen()) {
            published.put(id, alert);
            if (nextRecall.value() == null) {
                schedule(nowMillis, context);
            }
        } else {
            published.remove(id);
            forgetIfNothingIsPublished(context);
        }
    }

    /** The host is removed. */
    @Override
    public void processElement2(Sample farewell, Context context, Collector<HostReading> out)
            throws Exception {
        listening.hear(context.timerService().currentProcessingTime());
        for (Map.Entry<String, PublishedAlert> each : published.entries()) {
            each.setValue(each.getValue().withoutHost());
        }
    }

    @Override
    public void onTimer(long timerMillis, OnTimerContext context, Collector<HostReading> out)
            throws Exception {
        long nowMillis = context.timerService().currentProcessingTime();
        listening.hear(nowMillis);
        // after a restart the ends that were published meanwhile have to be read first
        long sinceMillis = listening.since(timerMillis - leastMillis);
        if (nowMillis >= sinceMillis + leastMillis) {
            for (PublishedAlert alert : published.values()) {
                out.collect(HostReading.of(alert));
            }
        }
        schedule(nowMillis, context);
    }

    private void forgetIfNothingIsPublished(Context context) throws Exception {
        Long next = nextRecall.value();
        if (next != null && published.isEmpty()) {
            context.timerService().deleteProcessingTimeTimer(next);
            published.clear();
            nextRecall.clear();
        }
    }

    /** Next when it has run for twice as long. */
    private void schedule(long nowMillis, Context context) throws Exception {
        long runMillis = nowMillis - listening.since(nowMillis - mostMillis);
        long millis = nowMillis + Math.max(runMillis, leastMillis);
        nextRecall.update(millis);
        context.timerService().registerProcessingTimeTimer(millis);
    }
}
