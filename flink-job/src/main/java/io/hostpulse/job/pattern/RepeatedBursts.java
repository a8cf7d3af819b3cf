package io.hostpulse.job.pattern;

import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.ConditionEvent.Phase;
import java.util.List;
import java.util.Map;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.util.Collector;

/**
 * As many short bursts as the rule wants, the last at most its limit after the first. The event
 * that completes them comes out with the beginning of the first burst as its own; further bursts
 * complete again, and it is for the alert to fire once. Every event other than a burst passes
 * through, at once and once, and all but {@code MUTE} void what has begun.
 *
 * <p>State per alert key: the bursts of the last {@code within}, at most one fewer than the rule
 * wants, and changes of mute between them, until another event.
 */
public final class RepeatedBursts {

    private static final String BURSTS = "bursts-come-close-together";
    private static final String VERDICT = "burst-completes-them-or-something-else-happens";

    private RepeatedBursts() {}

    /** Matches have to be handed to {@link TakeVerdict}. */
    public static Pattern<ConditionEvent, ?> pattern() {
        return CloseTogether.pattern(BURSTS, VERDICT, new Burst());
    }

    private static final class Burst implements CloseTogether.Reading<ConditionEvent> {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean counts(ConditionEvent event) {
            return event.phase() == Phase.BURST;
        }

        @Override
        public boolean passes(ConditionEvent event) {
            return event.phase() == Phase.MUTE;
        }

        @Override
        public int times(ConditionEvent event) {
            return event.times();
        }

        @Override
        public long timeMillis(ConditionEvent event) {
            return event.timeMillis();
        }

        @Override
        public long withinMillis(ConditionEvent event) {
            return event.withinMillis();
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
