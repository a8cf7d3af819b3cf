package io.hostpulse.job.monitor;

import io.hostpulse.job.ingest.DropDuplicates;
import io.hostpulse.job.liveness.TrackHosts;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.HostState;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.model.Window;
import io.hostpulse.job.model.WindowLook;
import io.hostpulse.job.rule.EvaluateRules;
import io.hostpulse.job.window.AggregateWindows;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.function.ThrowingConsumer;

/** The parts of {@link MonitorHosts}, each as a function of its own. */
public final class Alone {

    private Alone() {}

    public static KeyedProcessFunction<String, Sample, Sample> duplicates(DropDuplicates part) {
        return new Duplicates(part);
    }

    /**
     * Windows but for those that are cut, of which rules alone hear.
     *
     * @param looks what rules look at
     */
    public static KeyedProcessFunction<String, Sample, Window> windows(
            AggregateWindows part, Set<WindowLook> looks) {
        return new Part<>() {
            private static final long serialVersionUID = 1L;

            @Override
            void open(CurrentHost host) {
                part.open(getRuntimeContext(), host.clock(), host.backlogs(), host.counters());
                part.lookAt(looks);
            }

            @Override
            void take(Sample sample, TimerService timers, Collector<Window> out) throws Exception {
                part.add(sample, timers, whole(out));
            }

            @Override
            void take(long timerMillis, String hostId, TimerService timers, Collector<Window> out)
                    throws Exception {
                part.onTimer(timerMillis, hostId, timers, whole(out));
            }

            private ThrowingConsumer<Window, Exception> whole(Collector<Window> out) {
                return window -> {
                    if (!part.isCut(window)) {
                        out.collect(window);
                    }
                };
            }
        };
    }

    public static KeyedProcessFunction<String, Sample, HostState> hosts(TrackHosts part) {
        return new Part<>() {
            private static final long serialVersionUID = 1L;

            @Override
            void open(CurrentHost host) {
                part.open(host.said(), host.heard());
            }

            @Override
            void take(Sample sample, TimerService timers, Collector<HostState> out)
                    throws Exception {
                part.hear(sample, timers, out::collect);
            }

            @Override
            void take(
                    long timerMillis, String hostId, TimerService timers, Collector<HostState> out)
                    throws Exception {
                part.onTimer(timerMillis, timers, out::collect);
            }
        };
    }

    /** Reads samples, windows and published silences. */
    public static KeyedBroadcastProcessFunction<String, Object, RawRecord, ConditionEvent> rules(
            EvaluateRules part) {
        return new RulesAlone(part);
    }

    private abstract static class Part<T> extends KeyedProcessFunction<String, Sample, T> {

        private static final long serialVersionUID = 1L;

        private transient CurrentHost host;

        abstract void open(CurrentHost host);

        abstract void take(Sample sample, TimerService timers, Collector<T> out) throws Exception;

        abstract void take(long timerMillis, String hostId, TimerService timers, Collector<T> out)
                throws Exception;

        @Override
        public void open(OpenContext context) {
            host = new CurrentHost(getRuntimeContext());
            open(host);
        }

        @Override
        public void processElement(Sample sample, Context context, Collector<T> out)
                throws Exception {
            host.load();
            take(sample, context.timerService(), out);
            host.save();
        }

        @Override
        public void onTimer(long timerMillis, OnTimerContext context, Collector<T> out)
                throws Exception {
            host.load();
            take(timerMillis, context.getCurrentKey(), context.timerService(), out);
            host.save();
        }
    }

    private static final class Duplicates extends Part<Sample> implements CheckpointedFunction {

        private static final long serialVersionUID = 1L;

        private final DropDuplicates part;

        Duplicates(DropDuplicates part) {
            this.part = part;
        }

        @Override
        public void initializeState(FunctionInitializationContext context) throws Exception {
            part.initializeState(
                    context.getOperatorStateStore(),
                    getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks());
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws Exception {
            part.snapshotState();
        }

        @Override
        void open(CurrentHost host) {
            part.open(getRuntimeContext(), host.latestRun(), host.cleanupMillis(), host.senders());
        }

        @Override
        void take(Sample sample, TimerService timers, Collector<Sample> out) throws Exception {
            Optional<Sample> distinct = part.pass(sample, timers);
            distinct.ifPresent(out::collect);
        }

        @Override
        void take(long timerMillis, String hostId, TimerService timers, Collector<Sample> out)
                throws Exception {
            part.onTimer(timerMillis, timers);
        }
    }
}
