package io.hostpulse.job.pattern;

import static io.hostpulse.job.ConditionEvents.event;
import static io.hostpulse.job.model.ConditionEvent.Phase.BEGINS;
import static io.hostpulse.job.model.ConditionEvent.Phase.ENDS;
import static io.hostpulse.job.model.ConditionEvent.Phase.HOLDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.ConditionEvents;
import io.hostpulse.job.model.ConditionEvent;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.cep.nfa.compiler.NFACompiler;
import org.apache.flink.cep.operator.CepOperator;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** The difference to the operator that it extends, and that there is no other. */
class ForgettingCepOperatorTest {

    private static final int KEYS = 10_000;
    private static final TypeSerializer<ConditionEvent> EVENTS =
            Types.POJO(ConditionEvent.class).createSerializer(new SerializerConfigImpl());

    /** What a run left in an operator, and what came of it. */
    private record Left(int entries, long bytes, List<ConditionEvent> out) {}

    @Test
    void findsTheSameAndKeepsNothingWhereFlinkKeepsTwoEntriesForEachKeyForEver() throws Exception {
        Pattern<ConditionEvent, ?> pattern = SustainedCondition.pattern();
        Left flink =
                run(
                        new CepOperator<>(
                                EVENTS,
                                true,
                                NFACompiler.compileFactory(pattern, false),
                                null,
                                pattern.getAfterMatchSkipStrategy(),
                                new SustainedCondition.TakeVerdict(),
                                null));

        Left ours =
                run(
                        ForgettingCepOperator.of(
                                EVENTS, pattern, new SustainedCondition.TakeVerdict()));

        assertThat(ours.out()).isEqualTo(flink.out()).hasSize(3 * KEYS);
        assertThat(flink.entries()).isEqualTo(2 * KEYS);
        assertThat(ours.entries()).isZero();
        assertThat(ours.bytes()).isLessThan(flink.bytes() / 10);
    }

    private static Left run(CepOperator<ConditionEvent, String, ConditionEvent> operator)
            throws Exception {
        try (KeyedOneInputStreamOperatorTestHarness<String, ConditionEvent, ConditionEvent>
                harness =
                        new KeyedOneInputStreamOperatorTestHarness<>(
                                operator, ConditionEvent::alertKey, Types.STRING)) {
            harness.open();
            for (int key = 0; key < KEYS; key++) {
                String alertKey = "cpu|host-" + key + "|";
                long time = key * 10L;
                for (ConditionEvent event :
                        List.of(
                                event(BEGINS, time, time, time, 5),
                                event(HOLDS, time, time, time, 5),
                                event(HOLDS, time + 5, time, time, 5),
                                event(ENDS, time + 9, time, time, 5))) {
                    harness.setProcessingTime(event.timeMillis());
                    harness.processElement(ConditionEvents.of(alertKey, event), 0);
                }
            }
            int entries = harness.numKeyedStateEntries();
            long bytes =
                    harness.snapshot(1, 1).getManagedKeyedState().iterator().next().getStateSize();
            return new Left(entries, bytes, harness.extractOutputValues());
        }
    }
}
