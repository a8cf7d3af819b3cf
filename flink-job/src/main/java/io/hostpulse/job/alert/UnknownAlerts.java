package io.hostpulse.job.alert;

import io.hostpulse.job.model.AlertTransition;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;

/**
 * Ends of alerts that are published as open, and that nobody who leads alerts knows
 * (docs/decisions/0013-alerts-are-read-back.md). They wait a while for their alert, which comes by
 * a longer way if it comes about again. One whose own end has not been read back yet is known.
 *
 * <p>State per rule, host and thing: the ends, until they have waited; that of {@link OverAlerts},
 * for 10 minutes.
 */
final class UnknownAlerts {

    /** An end that waits. */
    public record Waiting(AlertTransition end, long untilMillis) {}

    private static final long WAIT_MILLIS = Duration.ofSeconds(10).toMillis();

    /** Longer than an end is on its way to its topic and back: the job fails before. */
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final MapState<String, Waiting> ends;
    private final OverAlerts over;

    UnknownAlerts(RuntimeContext runtime) {
        ends =
                runtime.getMapState(
                        new MapStateDescriptor<>(
                                "ends-of-unknown-alerts", Types.STRING, Types.POJO(Waiting.class)));
        over = new OverAlerts(runtime, "alerts-over", REMEMBERED);
    }

    /** The end of an alert is published. */
    void remember(AlertTransition end, TimerService timers) throws Exception {
        over.add(end.alertId(), timers.currentProcessingTime(), timers);
    }

    /**
     * @param open the alert that is led, null if none is
     */
    void take(AlertTransition end, AlertTransition open, TimerService timers) throws Exception {
        if (!isKnown(end, open) && !ends.contains(end.alertId())) {
            long untilMillis = timers.currentProcessingTime() + WAIT_MILLIS;
            ends.put(end.alertId(), new Waiting(end, untilMillis));
            timers.registerProcessingTimeTimer(untilMillis);
        }
    }

    /** Those that have waited end what is still not known. */
    void onTimer(
            long timerMillis,
            AlertTransition open,
            TimerService timers,
            Consumer<AlertTransition> out)
            throws Exception {
        over.forget(timerMillis);
        for (Iterator<Waiting> each = ends.values().iterator(); each.hasNext(); ) {
            Waiting waiting = each.next();
            if (waiting.untilMillis() <= timerMillis) {
                each.remove();
                if (!isKnown(waiting.end(), open)) {
                    out.accept(waiting.end());
                    remember(waiting.end(), timers);
                }
            }
        }
        if (ends.isEmpty()) {
            ends.clear();
        }
    }

    private boolean isKnown(AlertTransition end, AlertTransition open) throws Exception {
        return over.contains(end.alertId())
                || (open != null && open.alertId().equals(end.alertId()));
    }
}
