package io.hostpulse.job.pattern;

import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.ConditionEvent.Phase;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.IterativeCondition;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;
import org.apache.flink.util.Collector;

/**
 * A condition begins, is not broken off, and has held for as long as its rule wants; or it becomes
 * clear, does not come back, and has stayed clear for long enough. Each such run completes once.
 * Every event other than an evaluation of a run passes through, at once and once, so that whatever
 * an alert has to know comes in the host's order.
 *
 * <p>State per alert key: the event that began the run, until the run completes or is broken off.
 */
public final class SustainedCondition {

    private static final String RUN_BEGINS = "run-begins";
    private static final String VERDICT = "run-lasted-or-something-else-happens";

    private SustainedCondition() {}

    /** Matches have to be handed to {@link TakeVerdict}. */
    public static Pattern<ConditionEvent, ?> pattern() {
        // a strategy that skips would hold a match back for as long as an older run is undecided
        return Pattern.<ConditionEvent>begin(RUN_BEGINS, AfterMatchSkipStrategy.noSkip())
                .where(SimpleCondition.of(SustainedCondition::beginsRun))
                .optional()
                .followedBy(VERDICT)
                .where(new DecidesRunOrPasses());
    }

    private static boolean beginsRun(ConditionEvent event) {
        return event.phase() == Phase.BEGINS || event.phase() == Phase.CLEARS;
    }

    private static boolean isEvaluation(ConditionEvent event) {
        return event.phase() == Phase.HOLDS || event.phase() == Phase.STAYS_CLEAR;
    }

    private static boolean completes(ConditionEvent beginning, ConditionEvent event) {
        Phase evaluation = beginning.phase() == Phase.BEGINS ? Phase.HOLDS : Phase.STAYS_CLEAR;
        return event.phase() == evaluation
                && event.beganMillis() == beginning.beganMillis()
                && event.timeMillis() - event.runBeganMillis() >= event.requiredMillis();
    }

    private static boolean breaksOff(ConditionEvent event) {
        return switch (event.phase()) {
            case BEGINS, CLEARS, RETURNS, ENDS, LAPSES -> true;
            case HOLDS, STAYS_CLEAR, SEVERITY, MUTE, NO_DATA, DATA, STEP, BURST, HYSTERESIS ->
                    false;
        };
    }

    private static final class DecidesRunOrPasses extends IterativeCondition<ConditionEvent> {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean filter(
                ConditionEvent event, IterativeCondition.Context<ConditionEvent> context)
                throws Exception {
            Iterator<ConditionEvent> run = context.getEventsForPattern(RUN_BEGINS).iterator();
            return run.hasNext()
                    ? breaksOff(event) || completes(run.next(), event)
                    : !isEvaluation(event);
        }
    }

    /**
     * Hands on the event that decided. What breaks a run off comes out once, by the match that has
     * no run.
     */
    public static final class TakeVerdict
            extends PatternProcessFunction<ConditionEvent, ConditionEvent> {

        private static final long serialVersionUID = 1L;

        @Override
        public void processMatch(
                Map<String, List<ConditionEvent>> match,
                PatternProcessFunction.Context context,
                Collector<ConditionEvent> out) {
            ConditionEvent verdict = match.get(VERDICT).get(0);
            if (!match.containsKey(RUN_BEGINS) || isEvaluation(verdict)) {
                out.collect(verdict);
            }
        }
    }
}
