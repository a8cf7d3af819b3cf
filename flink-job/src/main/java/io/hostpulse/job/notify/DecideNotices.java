package io.hostpulse.job.notify;

import io.hostpulse.job.alert.OverAlerts;
import io.hostpulse.job.model.AlertNotice;
import io.hostpulse.job.model.NotifiedAlert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Decides what Alertmanager is told of the alerts of one rule, host and thing, and when.
 *
 * <ul>
 *   <li>What fires is repeated, since Alertmanager takes an alert that it hears no more of for
 *       resolved.
 *   <li>Alertmanager knows an alert by its labels: when these change, severity above all, the alert
 *       that it knows is ended before the new one is told.
 *   <li>Of a muted alert there is no news until the mute is over, and then only if it still fires.
 *       What was told before is kept as it is, so that it does not seem resolved; its end is told
 *       at once, so that nobody goes on to believe in it.
 *   <li>While the alert about the flapping of another one fires, there is no news of that one, not
 *       even of its end; afterwards its newest state is told.
 *   <li>The end of an alert that was never told is not told either.
 *   <li>An alert that is over stays over: what is read of it once more is from a replay of the
 *       detect pipeline, which may be a job of its own and restart alone.
 *   <li>After a restart nothing is repeated before an alert has been read, or {@link #PATIENCE} is
 *       over: what fires in state may have ended since, and been told so.
 * </ul>
 *
 * <p>State per rule, host and thing: its alerts, each until its end is told or need not be, and the
 * ids of those that are over, for an hour; the time of the next repetition.
 */
public final class DecideNotices extends KeyedProcessFunction<String, AlertNotice, AlertNotice> {

    private static final long serialVersionUID = 1L;

    /**
     * So long Kafka may be away after a restart. Until then Alertmanager still believes what it was
     * told last, see {@link io.hostpulse.job.pipeline.NotifyPipeline#FIRING_FOR}.
     */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Longer than a replay reaches back, which begins at a checkpoint. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final long everyMillis;
    private transient MapState<String, NotifiedAlert> alerts;
    private transient OverAlerts over;
    private transient ValueState<Long> nextRepetition;

    /** In this instance; negative before anything has happened. */
    private transient long startedMillis;

    private transient boolean hasRead;

    /**
     * @param every how often Alertmanager is told again of what fires
     */
    public DecideNotices(Duration every) {
        everyMillis = every.toMillis();
    }

    @Override
    public void open(OpenContext context) {
        alerts =
                getRuntimeContext()
                        .getMapState(
                                new MapStateDescriptor<>(
                                        "alerts", Types.STRING, Types.POJO(NotifiedAlert.class)));
        over = new OverAlerts(getRuntimeContext(), "over", REMEMBERED);
        nextRepetition =
                getRuntimeContext()
                        .getState(new ValueStateDescriptor<>("next-repetition", Types.LONG));
        startedMillis = -1;
    }

    @Override
    public void processElement(AlertNotice notice, Context context, Collector<AlertNotice> out)
            throws Exception {
        hasRead = true;
        if (over.contains(notice.alertId())) {
            return;
        }
        NotifiedAlert known = alerts.get(notice.alertId());
        if (known == null) {
            known = new NotifiedAlert(notice, null);
        } else if (notice.isOlderThan(known.newest())) {
            return;
        }
        alerts.put(notice.alertId(), new NotifiedAlert(notice, known.told()));
        long nowMillis = context.timerService().currentProcessingTime();
        if (notice.flapping() && !notice.isFiring()) {
            tell(notice.alertId(), nowMillis, context, out);
            tellAll(nowMillis, context, out);
        } else {
            tell(notice.alertId(), nowMillis, context, out);
        }
        scheduleRepetition(nowMillis, context);
    }

    @Override
    public void onTimer(long timerMillis, OnTimerContext context, Collector<AlertNotice> out)
            throws Exception {
        over.forget(timerMillis);
        Long next = nextRepetition.value();
        if (next != null && next <= timerMillis) {
            nextRepetition.clear();
        }
        long heldUntilMillis = heldUntilMillis(context.timerService().currentProcessingTime());
        if (timerMillis < heldUntilMillis && !alerts.isEmpty()) {
            schedule(heldUntilMillis, context);
        } else {
            tellAll(timerMillis, context, out);
            scheduleRepetition(timerMillis, context);
        }
    }

    /** Until when nothing is repeated; 0 if anything may be. */
    private long heldUntilMillis(long nowMillis) {
        if (startedMillis < 0) {
            startedMillis = nowMillis;
        }
        return hasRead ? 0 : startedMillis + PATIENCE.toMillis();
    }

    private void tellAll(long nowMillis, Context context, Collector<AlertNotice> out)
            throws Exception {
        List<String> ids = new ArrayList<>();
        alerts.keys().forEach(ids::add);
        for (String id : ids) {
            tell(id, nowMillis, context, out);
        }
    }

    /** Tells the newest of an alert, or keeps alive what was told of it. */
    private void tell(String id, long nowMillis, Context context, Collector<AlertNotice> out)
            throws Exception {
        NotifiedAlert alert = alerts.get(id);
        AlertNotice newest = alert.newest();
        AlertNotice told = alert.told();
        boolean isMuted = newest.isFiring() && newest.mutedUntilMillis() > nowMillis;
        if (told == null && !newest.isFiring()) {
            finish(id, nowMillis, context);
        } else if (isMuted || isHeldByFlapping(newest)) {
            if (told != null) {
                out.collect(told);
            }
            if (isMuted) {
                context.timerService().registerProcessingTimeTimer(newest.mutedUntilMillis());
            }
        } else if (!newest.isFiring()) {
            finish(id, nowMillis, context);
            end(told, newest, out);
        } else {
            if (told != null && !told.alertLabels().equals(newest.alertLabels())) {
                alerts.remove(id);
                end(told, newest, out);
            }
            out.collect(newest);
            alerts.put(id, new NotifiedAlert(newest, newest));
        }
    }

    private void finish(String id, long nowMillis, Context context) throws Exception {
        alerts.remove(id);
        over.add(id, nowMillis, context.timerService());
    }

    /** To Alertmanager, an alert with the same labels that fires by now is the same alert. */
    private void end(AlertNotice told, AlertNotice newest, Collector<AlertNotice> out)
            throws Exception {
        for (NotifiedAlert other : alerts.values()) {
            if (other.told() != null
                    && other.newest().isFiring()
                    && other.told().alertLabels().equals(told.alertLabels())) {
                return;
            }
        }
        out.collect(told.endedBy(newest));
    }

    private boolean isHeldByFlapping(AlertNotice notice) throws Exception {
        if (!notice.flapping()) {
            for (NotifiedAlert other : alerts.values()) {
                if (other.newest().flapping() && other.newest().isFiring()) {
                    return true;
                }
            }
        }
        return false;
    }

    private void scheduleRepetition(long nowMillis, Context context) throws Exception {
        Long next = nextRepetition.value();
        if (alerts.isEmpty()) {
            alerts.clear();
            nextRepetition.clear();
            if (next != null) {
                context.timerService().deleteProcessingTimeTimer(next);
            }
        } else if (next == null) {
            schedule(nowMillis + everyMillis, context);
        }
    }

    private void schedule(long millis, Context context) throws Exception {
        nextRepetition.update(millis);
        context.timerService().registerProcessingTimeTimer(millis);
    }
}
