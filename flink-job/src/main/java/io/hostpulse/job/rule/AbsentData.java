package io.hostpulse.job.rule;

import io.hostpulse.job.model.ConditionEvent.Phase;
import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.rule.Rule;
import java.time.Duration;

/** What becomes of alerts and conditions whose metrics do not come any more. */
final class AbsentData {

    /**
     * An alert that has had no data for so long is given up; so is what is known of a condition.
     */
    static final Duration GIVEN_UP_AFTER = Duration.ofHours(1);

    private AbsentData() {}

    /**
     * Says once that there are no data; whether the alert has to be given up, because there have
     * been none for so long.
     */
    static boolean miss(Subject subject, int condition) {
        RuleProgress progress = subject.progress();
        if (progress.noDataSinceMillis == 0) {
            progress.noDataSinceMillis = subject.timeMillis();
            subject.announce(Phase.NO_DATA, reason(subject, condition));
            return false;
        }
        long sinceMillis = subject.timeMillis() - progress.noDataSinceMillis;
        return sinceMillis >= GIVEN_UP_AFTER.toMillis();
    }

    /** For how long there have been no data. */
    static String reason(Subject subject, int condition) {
        RuleProgress progress = subject.progress();
        String of =
                subject.rule().conditions().size() == 1
                        ? ""
                        : " of " + subject.rule().conditions().get(condition).metric().name();
        return "no data"
                + of
                + " for "
                + HumanDuration.spell(
                        Duration.ofMillis(subject.timeMillis() - progress.cameMillis[condition]));
    }

    /**
     * A condition of which nothing has come for so long does not hold any more; an alert without
     * data is given up first.
     */
    static void forgetWhatIsGone(Subject subject) {
        RuleProgress progress = subject.progress();
        if (progress.noDataSinceMillis != 0) {
            return;
        }
        long patienceMillis = goneAfter(subject.rule()).toMillis();
        for (int condition = 0; condition < progress.values.length; condition++) {
            if (progress.cameMillis[condition] == 0) {
                // a window holds whose last values came before anything was kept of them
                progress.cameMillis[condition] =
                        progress.holds(condition) ? subject.timeMillis() : 0;
            } else if (subject.timeMillis() - progress.cameMillis[condition] >= patienceMillis) {
                progress.setHolding(condition, false);
                progress.cameMillis[condition] = 0;
            }
        }
    }

    /** After how much time without data a condition, and what is usual for it, is forgotten. */
    static Duration goneAfter(Rule rule) {
        return rule.noDataAfter().plus(GIVEN_UP_AFTER);
    }
}
