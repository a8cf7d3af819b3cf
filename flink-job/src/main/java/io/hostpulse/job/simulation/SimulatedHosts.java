package io.hostpulse.job.simulation;

import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.HostReading;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.monitor.MonitorHosts;
import org.apache.flink.api.common.functions.DefaultOpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.runtime.state.KeyedStateFunction;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** {@link MonitorHosts} as its operator runs it: by host, with rules that are broadcast to it. */
final class SimulatedHosts {

    private final MonitorHosts function;
    private final KeyedMemory memory = new KeyedMemory();
    private final TaskMemory task = new TaskMemory(memory);
    private final KeyedTimers timers;
    private final SideOutputs side;
    private final Collector<ConditionEvent> out;
    private final HostContext hostContext;
    private final BroadcastContext broadcastContext;

    SimulatedHosts(
            MonitorHosts function,
            SimulatedClock clock,
            Collector<ConditionEvent> out,
            SideOutputs side)
            throws Exception {
        this.function = function;
        this.out = out;
        this.side = side;
        timers = new KeyedTimers(clock, memory, this::onTimer);
        hostContext = new HostContext(function);
        broadcastContext = new BroadcastContext(function);
        function.setRuntimeContext(new SimulatedRuntime(memory));
        function.initializeState(task);
        function.open(DefaultOpenContext.INSTANCE);
    }

    void take(HostReading reading) throws Exception {
        memory.setKey(reading.hostId());
        function.processElement(reading, hostContext, out);
    }

    void takeRule(RawRecord rule) throws Exception {
        function.processBroadcastElement(rule, broadcastContext, out);
    }

    private void onTimer(long timerMillis) throws Exception {
        function.onTimer(timerMillis, hostContext, out);
    }

    /** It serves samples as well: what timers know in addition is no more than that they are. */
    private final class HostContext
            extends KeyedBroadcastProcessFunction<String, HostReading, RawRecord, ConditionEvent>
                    .OnTimerContext {

        HostContext(MonitorHosts function) {
            function.super();
        }

        @Override
        public TimeDomain timeDomain() {
            return TimeDomain.PROCESSING_TIME;
        }

        @Override
        public TimerService timerService() {
            return timers;
        }

        @Override
        public String getCurrentKey() {
            return memory.key();
        }

        @Override
        public Long timestamp() {
            return null;
        }

        @Override
        public long currentProcessingTime() {
            return timers.currentProcessingTime();
        }

        @Override
        public long currentWatermark() {
            return timers.currentWatermark();
        }

        @Override
        public <X> void output(OutputTag<X> tag, X value) {
            side.put(tag, value);
        }

        @Override
        public <K, V> ReadOnlyBroadcastState<K, V> getBroadcastState(
                MapStateDescriptor<K, V> descriptor) {
            return task.getBroadcastState(descriptor);
        }
    }

    private final class BroadcastContext
            extends KeyedBroadcastProcessFunction<String, HostReading, RawRecord, ConditionEvent>
                    .Context {

        BroadcastContext(MonitorHosts function) {
            function.super();
        }

        @Override
        public <S, F extends State> void applyToKeyedState(
                StateDescriptor<F, S> descriptor, KeyedStateFunction<String, F> change)
                throws Exception {
            memory.forEach(descriptor, change);
        }

        @Override
        public Long timestamp() {
            return null;
        }

        @Override
        public long currentProcessingTime() {
            return timers.currentProcessingTime();
        }

        @Override
        public long currentWatermark() {
            return timers.currentWatermark();
        }

        @Override
        public <X> void output(OutputTag<X> tag, X value) {
            side.put(tag, value);
        }

        @Override
        public <K, V> BroadcastState<K, V> getBroadcastState(MapStateDescriptor<K, V> descriptor) {
            return task.getBroadcastState(descriptor);
        }
    }
}
