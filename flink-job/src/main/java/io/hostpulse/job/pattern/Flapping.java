package io.hostpulse.job.pattern;

import io.hostpulse.job.model.StateChange;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.IterativeCondition;
import org.apache.flink.util.Collector;

/**
 * An alert fires and is resolved so often that it flaps: as many changes as the rule wants, the
 * last at most its limit after the first. The change that completes them comes out with the time of
 * the first as the beginning of its event; further changes complete again, and it is for the alert
 * about the flapping to fire once. That an alert is quiet passes through and voids what has begun.
 *
 * <p>State per alert key: the changes of the last {@code within}, at most one fewer than the rule
 * wants, until the alert is quiet.
 */
public final class Flapping {

    private static final String CHANGES = "changes-come-close-together";
    private static final String VERDICT = "change-completes-them-or-it-is-quiet";

    private Flapping() {}

    /** Matches have to be handed to {@link TakeVerdict}. */
    public static Pattern<StateChange, ?> pattern() {
        return Pattern.<StateChange>begin(CHANGES, AfterMatchSkipStrategy.noSkip())
                .where(new IsOneMore())
                .oneOrMore()
                .consecutive()
                .optional()
                .next(VERDICT)
                .where(new CompletesOrIsQuiet());
    }

    private static boolean isInTime(StateChange first, StateChange change) {
        return change.timeMillis() - first.timeMillis() <= change.withinMillis();
    }

    private static int count(Iterator<StateChange> changes) {
        int count = 0;
        for (; changes.hasNext(); changes.next()) {
            count++;
        }
        return count;
    }

    /** A change that is in time for those before it, which are not enough even with it. */
    private static final class IsOneMore extends IterativeCondition<StateChange> {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean filter(StateChange change, IterativeCondition.Context<StateChange> context)
                throws Exception {
            if (change.quiet()) {
                return false;
            }
            Iterable<StateChange> changes = context.getEventsForPattern(CHANGES);
            int before = count(changes.iterator());
            return before == 0
                    || (before + 1 < change.changes()
                            && isInTime(changes.iterator().next(), change));
        }
    }

    private static final class CompletesOrIsQuiet extends IterativeCondition<StateChange> {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean filter(StateChange change, IterativeCondition.Context<StateChange> context)
                throws Exception {
            Iterable<StateChange> changes = context.getEventsForPattern(CHANGES);
            int before = count(changes.iterator());
            return before == 0
                    ? change.quiet()
                    : !change.quiet()
                            && before + 1 >= change.changes()
                            && isInTime(changes.iterator().next(), change);
        }
    }

    /** Hands on the change that completed them, or the quiet. */
    public static final class TakeVerdict extends PatternProcessFunction<StateChange, StateChange> {

        private static final long serialVersionUID = 1L;

        @Override
        public void processMatch(
                Map<String, List<StateChange>> match,
                PatternProcessFunction.Context context,
                Collector<StateChange> out) {
            StateChange verdict = match.get(VERDICT).get(0);
            List<StateChange> changes = match.get(CHANGES);
            out.collect(changes == null ? verdict : verdict.began(changes.get(0).timeMillis()));
        }
    }
}
