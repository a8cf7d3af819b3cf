package io.hostpulse.job.pattern;

import io.hostpulse.job.model.StateChange;
import java.util.List;
import java.util.Map;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.pattern.Pattern;
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
        return CloseTogether.pattern(CHANGES, VERDICT, new Change());
    }

    private static final class Change implements CloseTogether.Reading<StateChange> {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean counts(StateChange change) {
            return !change.quiet();
        }

        @Override
        public boolean passes(StateChange change) {
            return false;
        }

        @Override
        public int times(StateChange change) {
            return change.changes();
        }

        @Override
        public long timeMillis(StateChange change) {
            return change.timeMillis();
        }

        @Override
        public long withinMillis(StateChange change) {
            return change.withinMillis();
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
