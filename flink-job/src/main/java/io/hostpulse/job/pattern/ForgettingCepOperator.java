package io.hostpulse.job.pattern;

import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.nfa.NFAState;
import org.apache.flink.cep.nfa.NFAStateSerializer;
import org.apache.flink.cep.nfa.compiler.NFACompiler;
import org.apache.flink.cep.operator.CepOperator;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Flink's operator for patterns in processing time, but without what it leaves behind: for every
 * key that it has ever seen it keeps the automaton's state and a count of the newest events, even
 * when nothing of the pattern has begun. That is what an unseen key has, so it is as well forgotten
 * (docs/decisions/0006-forget-finished-patterns.md).
 *
 * <p>State per key: that of Flink's operator, while something of the pattern has begun.
 */
public final class ForgettingCepOperator<IN, KEY, OUT> extends CepOperator<IN, KEY, OUT> {

    private static final long serialVersionUID = 1L;

    // the names that Flink's operator and its buffer of events give their state
    private static final String AUTOMATON = "nfaStateName";
    private static final String EVENT_COUNTS = "sharedBuffer-events-count";

    private transient ValueState<NFAState> automaton;
    private transient MapState<Long, Integer> eventCounts;

    ForgettingCepOperator(
            TypeSerializer<IN> events,
            NFACompiler.NFAFactory<IN> automata,
            Pattern<IN, ?> pattern,
            PatternProcessFunction<IN, OUT> function) {
        super(events, true, automata, null, pattern.getAfterMatchSkipStrategy(), function, null);
    }

    /** The results of {@code function} for what {@code pattern} finds in {@code events}. */
    public static <IN, KEY, OUT> SingleOutputStreamOperator<OUT> apply(
            KeyedStream<IN, KEY> events,
            Pattern<IN, ?> pattern,
            PatternProcessFunction<IN, OUT> function,
            TypeInformation<OUT> results) {
        TypeSerializer<IN> serializer =
                events.getType()
                        .createSerializer(events.getExecutionConfig().getSerializerConfig());
        return events.transform("Pattern", results, of(serializer, pattern, function));
    }

    /** The operator alone. */
    public static <IN, KEY, OUT> ForgettingCepOperator<IN, KEY, OUT> of(
            TypeSerializer<IN> events,
            Pattern<IN, ?> pattern,
            PatternProcessFunction<IN, OUT> function) {
        return new ForgettingCepOperator<>(
                events, NFACompiler.compileFactory(pattern, false), pattern, function);
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        automaton =
                context.getKeyedStateStore()
                        .getState(new ValueStateDescriptor<>(AUTOMATON, new NFAStateSerializer()));
        eventCounts =
                context.getKeyedStateStore()
                        .getMapState(
                                new MapStateDescriptor<>(
                                        EVENT_COUNTS,
                                        LongSerializer.INSTANCE,
                                        IntSerializer.INSTANCE));
    }

    @Override
    public void processElement(StreamRecord<IN> element) throws Exception {
        super.processElement(element);
        NFAState state = automaton.value();
        if (state == null || hasNothingBegun(state)) {
            automaton.clear();
            eventCounts.clear();
        }
    }

    /** Whether this is what an automaton has that has seen nothing. */
    public static boolean hasNothingBegun(NFAState state) {
        return state.getCompletedMatches().isEmpty()
                && state.getPartialMatches().size() == 1
                && state.getPartialMatches().peek().getPreviousBufferEntry() == null;
    }
}
