package io.hostpulse.job.pattern;

import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** A pattern as it runs in the job, fed by a test. */
final class PatternHarness<T> implements AutoCloseable {

    private final Class<T> type;
    private final KeySelector<T, String> key;
    private final Pattern<T, ?> pattern;
    private final PatternProcessFunction<T, T> function;
    private KeyedOneInputStreamOperatorTestHarness<String, T, T> harness;

    PatternHarness(
            Class<T> type,
            KeySelector<T, String> key,
            Pattern<T, ?> pattern,
            PatternProcessFunction<T, T> function)
            throws Exception {
        this.type = type;
        this.key = key;
        this.pattern = pattern;
        this.function = function;
        harness = newHarness();
        harness.open();
    }

    @SafeVarargs
    final PatternHarness<T> feed(T... events) throws Exception {
        for (T event : events) {
            harness.processElement(event, 0);
        }
        return this;
    }

    /** What has come out since this was asked for last. */
    List<T> out() {
        List<T> out = List.copyOf(harness.extractOutputValues());
        harness.getOutput().clear();
        return out;
    }

    int stateEntries() {
        return harness.numKeyedStateEntries();
    }

    void setProcessingTime(long millis) throws Exception {
        harness.setProcessingTime(millis);
    }

    void restart() throws Exception {
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = newHarness();
        harness.initializeState(snapshot);
        harness.open();
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }

    private KeyedOneInputStreamOperatorTestHarness<String, T, T> newHarness() throws Exception {
        TypeSerializer<T> serializer =
                Types.POJO(type).createSerializer(new SerializerConfigImpl());
        return new KeyedOneInputStreamOperatorTestHarness<>(
                ForgettingCepOperator.of(serializer, pattern, function), key, Types.STRING);
    }
}
