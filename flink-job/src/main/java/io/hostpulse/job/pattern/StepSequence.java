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
 * The steps of a sequence begin one after the other, each within its own limit since the one before
 * it; other things may happen in between. Of a step that begins again only the newest beginning
 * counts: what had come as far as that step goes on from there if it is in time, and is void if
 * not, while what had come further stays. A step that comes too late, {@code LAPSES} and {@code
 * ENDS} void what has begun.
 *
 * <p>The event that completes a sequence comes out with the time of the first step as its
 * beginning. Every event other than a step passes through, at once and once.
 *
 * <p>State per alert key: for each step but the last at most one chain of events that leads to it,
 * until it completes or is void.
 */
public final class StepSequence {

    /** The fewest and the most steps that a sequence can have. */
    public static final int LEAST_STEPS = 2;

    public static final int MOST_STEPS = 5;

    private static final List<String> ORDINALS = List.of("first", "second", "third", "fourth");
    private static final String VERDICT = "last-step-begins-or-something-else-happens";

    private StepSequence() {}

    /**
     * Matches have to be handed to {@link TakeVerdict}.
     *
     * @param steps how many steps all sequences of the input have
     */
    public static Pattern<ConditionEvent, ?> pattern(int steps) {
        if (steps < LEAST_STEPS || steps > MOST_STEPS) {
            throw new IllegalArgumentException(
                    "a sequence has " + LEAST_STEPS + " to " + MOST_STEPS + " steps, not " + steps);
        }
        // a strategy that skips would hold a match back for as long as an older chain goes on
        AfterMatchSkipStrategy noSkip = AfterMatchSkipStrategy.noSkip();
        Pattern<ConditionEvent, ConditionEvent> chain =
                Pattern.<ConditionEvent>begin(stepBegins(0), noSkip)
                        .where(SimpleCondition.of(event -> isStep(event, 0)));
        for (int step = 1; step < steps - 1; step++) {
            chain =
                    chain.notFollowedBy(stepIsVoid(step - 1))
                            .where(new VoidsChain(step - 1))
                            .followedByAny(stepBegins(step))
                            .where(new BeginsInTime(step));
        }
        return Pattern.begin(chain, noSkip)
                .optional()
                .followedBy(VERDICT)
                .where(new DecidesChainOrPasses(steps - 1));
    }

    private static String stepBegins(int step) {
        return ORDINALS.get(step) + "-step-begins";
    }

    private static String stepIsVoid(int step) {
        return ORDINALS.get(step) + "-step-is-void";
    }

    private static boolean isStep(ConditionEvent event, int step) {
        return event.phase() == Phase.STEP && event.step() == step;
    }

    private static boolean isInTime(ConditionEvent before, ConditionEvent event) {
        return event.timeMillis() - before.timeMillis() <= event.withinMillis();
    }

    /** Whether {@code event} voids a chain that has come as far as {@code newest}. */
    private static boolean isVoid(ConditionEvent newest, ConditionEvent event) {
        return switch (event.phase()) {
            case LAPSES, ENDS -> true;
            case STEP ->
                    isStep(event, newest.step())
                            || (isStep(event, newest.step() + 1) && !isInTime(newest, event));
            case BEGINS,
                    HOLDS,
                    CLEARS,
                    STAYS_CLEAR,
                    RETURNS,
                    SEVERITY,
                    MUTE,
                    NO_DATA,
                    DATA,
                    BURST,
                    HYSTERESIS ->
                    false;
        };
    }

    /** The next step begins within its limit. */
    private static final class BeginsInTime extends IterativeCondition<ConditionEvent> {

        private static final long serialVersionUID = 1L;

        private final int step;

        BeginsInTime(int step) {
            this.step = step;
        }

        @Override
        public boolean filter(
                ConditionEvent event, IterativeCondition.Context<ConditionEvent> context)
                throws Exception {
            return isStep(event, step)
                    && isInTime(
                            context.getEventsForPattern(stepBegins(step - 1)).iterator().next(),
                            event);
        }
    }

    /** What has come as far as a step is void. */
    private static final class VoidsChain extends IterativeCondition<ConditionEvent> {

        private static final long serialVersionUID = 1L;

        private final int step;

        VoidsChain(int step) {
            this.step = step;
        }

        @Override
        public boolean filter(
                ConditionEvent event, IterativeCondition.Context<ConditionEvent> context)
                throws Exception {
            Iterator<ConditionEvent> newest =
                    context.getEventsForPattern(stepBegins(step)).iterator();
            return newest.hasNext() && isVoid(newest.next(), event);
        }
    }

    /** A chain that lacks the last step only completes or is void; or there is none. */
    private static final class DecidesChainOrPasses extends IterativeCondition<ConditionEvent> {

        private static final long serialVersionUID = 1L;

        private final int last;

        DecidesChainOrPasses(int last) {
            this.last = last;
        }

        @Override
        public boolean filter(
                ConditionEvent event, IterativeCondition.Context<ConditionEvent> context)
                throws Exception {
            Iterator<ConditionEvent> newest =
                    context.getEventsForPattern(stepBegins(last - 1)).iterator();
            return newest.hasNext()
                    ? isStep(event, last) || isVoid(newest.next(), event)
                    : event.phase() != Phase.STEP;
        }
    }

    /**
     * Hands on the event that completed a chain, or passed. What voids a chain comes out once, by
     * the match that has no chain.
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
            List<ConditionEvent> first = match.get(stepBegins(0));
            if (first == null) {
                out.collect(verdict);
            } else if (verdict.phase() == Phase.STEP && verdict.step() == match.size() - 1) {
                ConditionEvent before = match.get(stepBegins(verdict.step() - 1)).get(0);
                if (isInTime(before, verdict)) {
                    out.collect(verdict.began(first.get(0).timeMillis()));
                }
            }
        }
    }
}
