package io.hostpulse.job.pattern;

import java.io.Serializable;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.IterativeCondition;

/**
 * As many events that count as they themselves want, the last at most its limit after the first,
 * with none in between that makes void what has begun. An event that does not count is a verdict by
 * itself. Further events complete again.
 */
final class CloseTogether {

    private CloseTogether() {}

    /** What is looked at in an event. */
    interface Reading<T> extends Serializable {

        boolean counts(T event);

        /** Whether what has begun goes on over an event that does not count. */
        boolean passes(T event);

        /** How many are wanted. */
        int times(T event);

        long timeMillis(T event);

        /** How long after the first it may come. */
        long withinMillis(T event);
    }

    /**
     * @param events name of the stage that holds all but the last
     * @param verdict name of the stage that holds the last, or the event that does not count
     */
    static <T> Pattern<T, ?> pattern(String events, String verdict, Reading<T> reading) {
        return Pattern.<T>begin(events, AfterMatchSkipStrategy.noSkip())
                .where(new FitsStage<>(events, reading, false))
                .oneOrMore()
                .consecutive()
                .optional()
                .next(verdict)
                .where(new FitsStage<>(events, reading, true));
    }

    /**
     * An event that is in time for those before it in its match; the last is the one that makes
     * them enough, or does not count and has none before it.
     */
    private static final class FitsStage<T> extends IterativeCondition<T> {

        private static final long serialVersionUID = 1L;

        private final String events;
        private final Reading<T> reading;
        private final boolean last;

        FitsStage(String events, Reading<T> reading, boolean last) {
            this.events = events;
            this.reading = reading;
            this.last = last;
        }

        @Override
        public boolean filter(T event, IterativeCondition.Context<T> context) throws Exception {
            Iterable<T> others = context.getEventsForPattern(events);
            int before = count(others);
            boolean counts = reading.counts(event);
            if (before == 0) {
                return counts != last;
            }
            if (reading.passes(event)) {
                return !last;
            }
            boolean enough = before + 1 >= reading.times(event);
            return counts && enough == last && isInTime(others.iterator().next(), event);
        }

        private boolean isInTime(T first, T event) {
            return reading.timeMillis(event) - reading.timeMillis(first)
                    <= reading.withinMillis(event);
        }

        private int count(Iterable<T> others) {
            int count = 0;
            for (T each : others) {
                count += reading.counts(each) ? 1 : 0;
            }
            return count;
        }
    }
}
