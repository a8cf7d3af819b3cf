package io.hostpulse.job.alert;

import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;

/**
 * Alerts that are over, for as long as something of them may still be on its way.
 *
 * <p>State per rule, host and thing: the ids, each for that long.
 */
public final class OverAlerts {

    private final MapState<String, Long> untilMillis;
    private final long rememberedMillis;

    /**
     * @param state its name
     */
    public OverAlerts(RuntimeContext runtime, String state, Duration remembered) {
        untilMillis =
                runtime.getMapState(new MapStateDescriptor<>(state, Types.STRING, Types.LONG));
        rememberedMillis = remembered.toMillis();
    }

    public boolean contains(String alertId) throws Exception {
        return untilMillis.contains(alertId);
    }

    /** Its owner is woken when the time is over, and calls {@link #forget}. */
    public void add(String alertId, long nowMillis, TimerService timers) throws Exception {
        untilMillis.put(alertId, nowMillis + rememberedMillis);
        timers.registerProcessingTimeTimer(nowMillis + rememberedMillis);
    }

    /** Forgets those whose time is over. */
    public void forget(long nowMillis) throws Exception {
        for (Iterator<Map.Entry<String, Long>> each = untilMillis.iterator(); each.hasNext(); ) {
            if (each.next().getValue() <= nowMillis) {
                each.remove();
            }
        }
        if (untilMillis.isEmpty()) {
            untilMillis.clear();
        }
    }
}
