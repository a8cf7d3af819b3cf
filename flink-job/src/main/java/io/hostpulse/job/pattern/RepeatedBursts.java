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
import org.apache.flink.util.Collector;

/**
 * As many short bursts as the rule wants, the last at most its limit after the first. The event
 * that completes them comes out with the beginning of the first burst as its own; further bursts
 * complete again, and it is for the alert to fire once. Every event other than a burst passes
 * through, at once and once, and voids what has begun: before the alert fires there is none but
 * {@code LAPSES}.
 *
 * <p>State per alert key: the bursts of the last {@code within}, at most one fewer than the rule
 * wants, until {@code LAPSES}.
 */
public final class RepeatedBursts {

    private static final String BURSTS = "bursts-come-close-together";
    private static final String VERDICT = "burst-completes-them-or-something-else-happens";

    private RepeatedBursts() {}

    /** Matches have to be handed to {@link TakeVerdict}. */
    public static Pattern<ConditionEvent, ?> pattern() {
        return Pattern.<ConditionEvent>begin(BURSTS, AfterMatchSkipStrategy.noSkip())
                .where(new IsOneMore())
                .oneOrMore()
                .consecutive()
                .optional()
                .next(VERDICT)
                .where(new CompletesOrPasses());
    }

    private static boolean isInTime(ConditionEvent first, ConditionEvent event) {
        return event.timeMillis() - first.timeMillis() <= event.withinMillis();
    }

    private static int count(Iterator<ConditionEvent> bursts) {
        int count = 0;
        for (; bursts.hasNext(); bursts.next()) {
            count++;
        }
        return count;
    }

    /** A burst that is in time for those before it, which are not enough even with it. */
    private static final class IsOneMore extends IterativeCondition<ConditionEvent> {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean filter(
                ConditionEvent event, IterativeCondition.Context<ConditionEvent> context)
                throws Exception {
            if (event.phase() != Phase.BURST) {
                return false;
            }
            Iterable<ConditionEvent> bursts = context.getEventsForPattern(BURSTS);
            int before = count(bursts.iterator());
            return before == 0
                    || (before + 1 < event.times() && isInTime(bursts.iterator().next(), event));
        }
    }

    private static final class CompletesOrPasses extends IterativeCondition<ConditionEvent> {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean filter(
                ConditionEvent event, IterativeCondition.Context<ConditionEvent> context)
                throws Exception {
            Iterable<ConditionEvent> bursts = context.getEventsForPattern(BURSTS);
            int before = count(bursts.iterator());
            return before == 0
                    ? event.phase() != Phase.BURST
                    : event.phase() == Phase.BURST
                            && before + 1 >= event.times()
                            && isInTime(bursts.iterator().next(), event);
        }
    }

    /** Hands on the event that completed the bursts, or passed. */
    public static final class TakeVerdict
            extends PatternProcessFunction<ConditionEvent, ConditionEvent> {

        private static final long serialVersionUID = 1L;

        @Override
        public void processMatch(
                Map<String, List<ConditionEvent>> match,
                PatternProcessFunction.Context context,
                Collector<ConditionEvent> out) {
            ConditionEvent verdict = match.get(VERDICT).get(0);
            List<ConditionEvent> bursts = match.get(BURSTS);
            out.collect(bursts == null ? verdict : verdict.began(bursts.get(0).runBeganMillis()));
        }
    }
}
