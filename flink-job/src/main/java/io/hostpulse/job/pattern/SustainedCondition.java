package io.hostpulse.job.pattern;

import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.ConditionEvent.Phase;
import java.util.List;
import java.util.Map;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.IterativeCondition;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;
import org.apache.flink.util.Collector;

/**
 * A condition begins, does not end, and has held for as long as its rule wants. Matches once for
 * each time it begins; the match is the event that completes it. Works on events in the order of
 * their host, with the times that they carry.
 *
 * <p>State per rule and host: the event that began, from then until the match or the end of the
 * condition.
 */
public final class SustainedCondition {

    private static final String BEGINS = "condition-begins";
    private static final String ENDS = "condition-ends";
    private static final String HOLDS_LONG_ENOUGH = "condition-holds-long-enough";

    private SustainedCondition() {}

    public static Pattern<ConditionEvent, ?> pattern() {
        return Pattern.<ConditionEvent>begin(BEGINS, AfterMatchSkipStrategy.skipPastLastEvent())
                .where(new InPhase(Phase.BEGINS))
                .notFollowedBy(ENDS)
                .where(new InPhase(Phase.ENDS))
                .followedBy(HOLDS_LONG_ENOUGH)
                .where(new HeldLongEnough());
    }

    private static final class InPhase extends SimpleCondition<ConditionEvent> {

        private static final long serialVersionUID = 1L;

        private final Phase phase;

        InPhase(Phase phase) {
            this.phase = phase;
        }

        @Override
        public boolean filter(ConditionEvent event) {
            return event.phase() == phase;
        }
    }

    private static final class HeldLongEnough extends IterativeCondition<ConditionEvent> {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean filter(
                ConditionEvent event, IterativeCondition.Context<ConditionEvent> context)
                throws Exception {
            if (event.phase() != Phase.HOLDS) {
                return false;
            }
            ConditionEvent beginning = context.getEventsForPattern(BEGINS).iterator().next();
            return event.timeMillis() - beginning.timeMillis() >= event.requiredMillis();
        }
    }

    /** Hands on the event that completed the pattern. */
    public static final class TakeCompletion
            extends PatternProcessFunction<ConditionEvent, ConditionEvent> {

        private static final long serialVersionUID = 1L;

        @Override
        public void processMatch(
                Map<String, List<ConditionEvent>> match,
                PatternProcessFunction.Context context,
                Collector<ConditionEvent> out) {
            out.collect(match.get(HOLDS_LONG_ENOUGH).get(0));
        }
    }
}
