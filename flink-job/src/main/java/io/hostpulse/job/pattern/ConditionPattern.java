package io.hostpulse.job.pattern;

import io.hostpulse.job.model.ConditionEvent;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.pattern.Pattern;

/**
 * The pattern that decides about the conditions of one kind of rules.
 *
 * @param uid of its operator
 * @param ofKind which events are of such rules; each is of one kind
 * @param verdicts what is handed on of a match
 */
public record ConditionPattern(
        String uid,
        FilterFunction<ConditionEvent> ofKind,
        Pattern<ConditionEvent, ?> pattern,
        PatternProcessFunction<ConditionEvent, ConditionEvent> verdicts) {

    /** One for each kind of rule; of sequences, for each number of steps. */
    public static List<ConditionPattern> all() {
        List<ConditionPattern> all = new ArrayList<>();
        all.add(
                new ConditionPattern(
                        "sustained-condition",
                        event -> event.steps() == 0 && event.times() == 0,
                        SustainedCondition.pattern(),
                        new SustainedCondition.TakeVerdict()));
        for (int steps = StepSequence.LEAST_STEPS; steps <= StepSequence.MOST_STEPS; steps++) {
            int wanted = steps;
            all.add(
                    new ConditionPattern(
                            "step-sequence-" + steps,
                            event -> event.steps() == wanted,
                            StepSequence.pattern(steps),
                            new StepSequence.TakeVerdict()));
        }
        all.add(
                new ConditionPattern(
                        "repeated-bursts",
                        event -> event.times() > 0,
                        RepeatedBursts.pattern(),
                        new RepeatedBursts.TakeVerdict()));
        return all;
    }
}
