package io.hostpulse.job.simulation;

import org.apache.flink.api.common.functions.DefaultOpenContext;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * A function that leads alerts, as its operator runs it. No alerts are read back: nothing is lost
 * here that had been published.
 */
final class SimulatedLifecycle<I, O> {

    private final KeyedCoProcessFunction<String, I, O, O> function;
    private final KeyedMemory memory = new KeyedMemory();
    private final KeyedTimers timers;
    private final Collector<O> out;
    private final Context context;

    SimulatedLifecycle(
            KeyedCoProcessFunction<String, I, O, O> function,
            SimulatedClock clock,
            Collector<O> out)
            throws Exception {
        this.function = function;
        this.out = out;
        timers = new KeyedTimers(clock, memory, this::onTimer);
        context = new Context(function);
        function.setRuntimeContext(new SimulatedRuntime(memory));
        function.open(DefaultOpenContext.INSTANCE);
    }

    void take(String key, I event) throws Exception {
        memory.setKey(key);
        function.processElement1(event, context, out);
    }

    private void onTimer(long timerMillis) throws Exception {
        function.onTimer(timerMillis, context, out);
    }

    /** It serves elements as well: what timers know in addition is no more than that they are. */
    private final class Context extends KeyedCoProcessFunction<String, I, O, O>.OnTimerContext {

        Context(KeyedCoProcessFunction<String, I, O, O> function) {
            function.super();
        }

        @Override
        public TimeDomain timeDomain() {
            return TimeDomain.PROCESSING_TIME;
        }

        @Override
        public Long timestamp() {
            return null;
        }

        @Override
        public TimerService timerService() {
            return timers;
        }

        @Override
        public <X> void output(OutputTag<X> tag, X value) {
            throw new UnsupportedOperationException(tag.getId());
        }

        @Override
        public String getCurrentKey() {
            return memory.key();
        }
    }
}
