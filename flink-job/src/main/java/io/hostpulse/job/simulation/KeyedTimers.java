package io.hostpulse.job.simulation;

import java.util.HashSet;
import java.util.Set;
import org.apache.flink.streaming.api.TimerService;

/**
 * The timers of one function, as Flink keeps them: one for each key and time, however often it is
 * registered. There is no event time.
 */
final class KeyedTimers implements TimerService {

    /** What the function does when a timer of the current key is due. */
    interface OnTimer {
        void fire(long timerMillis) throws Exception;
    }

    private record Registered(String key, long millis) {}

    private final SimulatedClock clock;
    private final KeyedMemory memory;
    private final OnTimer onTimer;
    private final Set<Registered> registered = new HashSet<>();

    KeyedTimers(SimulatedClock clock, KeyedMemory memory, OnTimer onTimer) {
        this.clock = clock;
        this.memory = memory;
        this.onTimer = onTimer;
    }

    @Override
    public long currentProcessingTime() {
        return clock.nowMillis();
    }

    @Override
    public void registerProcessingTimeTimer(long millis) {
        Registered timer = new Registered(memory.key(), millis);
        if (registered.add(timer)) {
            clock.register(millis, due -> fire(timer));
        }
    }

    @Override
    public void deleteProcessingTimeTimer(long millis) {
        registered.remove(new Registered(memory.key(), millis));
    }

    @Override
    public long currentWatermark() {
        return Long.MIN_VALUE;
    }

    @Override
    public void registerEventTimeTimer(long millis) {
        throw new UnsupportedOperationException("there is no event time");
    }

    @Override
    public void deleteEventTimeTimer(long millis) {
        throw new UnsupportedOperationException("there is no event time");
    }

    private void fire(Registered timer) throws Exception {
        if (registered.remove(timer)) {
            memory.setKey(timer.key());
            onTimer.fire(timer.millis());
        }
    }
}
