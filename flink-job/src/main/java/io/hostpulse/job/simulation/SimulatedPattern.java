package io.hostpulse.job.simulation;

import io.hostpulse.job.pattern.ForgettingCepOperator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.cep.configuration.SharedBufferCacheConfig;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.nfa.NFA;
import org.apache.flink.cep.nfa.NFAState;
import org.apache.flink.cep.nfa.NFAStateSerializer;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.nfa.compiler.NFACompiler;
import org.apache.flink.cep.nfa.sharedbuffer.SharedBuffer;
import org.apache.flink.cep.nfa.sharedbuffer.SharedBufferAccessor;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * The automaton of a pattern, fed as Flink's operator feeds it in processing time. The patterns of
 * the job set no limits of time on their automata, so there are no timers.
 *
 * <p>State per key: that of the automaton, and its events, while something of the pattern has
 * begun.
 */
final class SimulatedPattern<T> {

    private final KeyedMemory memory = new KeyedMemory();
    private final SimulatedClock clock;
    private final AfterMatchSkipStrategy skipping;
    private final PatternProcessFunction<T, T> function;
    private final Collector<T> out;
    private final ValueState<NFAState> automatonState;
    private final SharedBuffer<T> events;
    private final NFA<T> automaton;
    private final MatchContext context = new MatchContext();

    SimulatedPattern(
            Class<T> type,
            Pattern<T, ?> pattern,
            PatternProcessFunction<T, T> function,
            SimulatedClock clock,
            Collector<T> out)
            throws Exception {
        this.clock = clock;
        this.function = function;
        this.out = out;
        skipping = pattern.getAfterMatchSkipStrategy();
        automatonState =
                memory.getState(new ValueStateDescriptor<>("automaton", new NFAStateSerializer()));
        events =
                new SharedBuffer<>(
                        memory,
                        Types.POJO(type).createSerializer(new SerializerConfigImpl()),
                        new SharedBufferCacheConfig());
        // it tells how full its caches are, with a thread of its own
        events.releaseCacheStatisticsTimer();
        automaton = NFACompiler.compileFactory(pattern, false).createNFA();
        if (automaton.getWindowTime() > 0) {
            throw new IllegalArgumentException("patterns with a limit of time are not simulated");
        }
        SimulatedRuntime runtime = new SimulatedRuntime(memory);
        function.setRuntimeContext(runtime);
        automaton.open(runtime, new Configuration());
    }

    void take(String key, T event) throws Exception {
        memory.setKey(key);
        NFAState state = automatonState.value();
        if (state == null) {
            state = automaton.createInitialNFAState();
        }
        long nowMillis = clock.nowMillis();
        try (SharedBufferAccessor<T> accessor = events.getAccessor()) {
            automaton.advanceTime(accessor, state, nowMillis, skipping);
        }
        try (SharedBufferAccessor<T> accessor = events.getAccessor()) {
            for (Map<String, List<T>> match :
                    automaton.process(
                            accessor, state, event, nowMillis, skipping, clock::nowMillis)) {
                function.processMatch(match, context, out);
            }
        }
        if (ForgettingCepOperator.hasNothingBegun(state)) {
            memory.forgetKey();
        } else {
            automatonState.update(state);
        }
    }

    private final class MatchContext implements PatternProcessFunction.Context {

        @Override
        public <X> void output(OutputTag<X> tag, X value) {
            throw new UnsupportedOperationException(tag.getId());
        }

        @Override
        public long timestamp() {
            return clock.nowMillis();
        }

        @Override
        public long currentProcessingTime() {
            return clock.nowMillis();
        }
    }
}
