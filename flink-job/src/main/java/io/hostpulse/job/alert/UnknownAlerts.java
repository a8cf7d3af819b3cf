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
 * a longer way if it comes about again.
 *
 * <p>State per rule, host and thing: the ends, until they have waited.
 */
final class UnknownAlerts {

    /** An end that waits. */
    public record Waiting(AlertTransition end, long untilMillis) {}

    private static final long WAIT_MILLIS = Duration.ofSeconds(10).toMillis();

    private final MapState<String, Waiting> ends;

    UnknownAlerts(RuntimeContext runtime) {
        ends =
                runtime.getMapState(
                        new MapStateDescriptor<>(
                                "ends-of-unknown-alerts", Types.STRING, Types.POJO(Waiting.class)));
    }

    /**
     * @param known the alert that is known, null if none is
     */
    void take(AlertTransition end, AlertTransition known, TimerService timers) throws Exception {
        if (!isOf(end, known) && !ends.contains(end.alertId())) {
            long untilMillis = timers.currentProcessingTime() + WAIT_MILLIS;
            ends.put(end.alertId(), new Waiting(end, untilMillis));
            timers.registerProcessingTimeTimer(untilMillis);
        }
    }

    /** Those that have waited end what is still not known. */
    void onTimer(long timerMillis, AlertTransition known, Consumer<AlertTransition> out)
            throws Exception {
        for (Iterator<Waiting> each = ends.values().iterator(); each.hasNext(); ) {
            Waiting waiting = each.next();
            if (waiting.untilMillis() <= timerMillis) {
                each.remove();
                if (!isOf(waiting.end(), known)) {
                    out.accept(waiting.end());
                }
            }
        }
        if (ends.isEmpty()) {
            ends.clear();
        }
    }

    private static boolean isOf(AlertTransition end, AlertTransition known) {
        return known != null && known.alertId().equals(end.alertId());
    }
}
