package io.hostpulse.job.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hostpulse.job.ConditionEvents;
import io.hostpulse.job.alert.AlertStates.Outcome;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.AlertTransition.State;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.ConditionEvent.Phase;
import io.hostpulse.job.model.OpenAlert;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AlertStatesTest {

    private static final long REQUIRED = 10_000;

    /** What each phase makes of each state: a state, "-" for no change, "!" for no sense. */
    private static final String ARROWS =
            """
            phase       none    PENDING  FIRING     RECOVERING NO_DATA
            BEGINS      PENDING !        !          !          !
            HOLDS       FIRING  FIRING   !          !          !
            CLEARS      !       !        RECOVERING !          !
            STAYS_CLEAR !       !        !          RESOLVED   !
            RETURNS     !       !        !          FIRING     !
            SEVERITY    !       PENDING  FIRING     RECOVERING NO_DATA
            MUTE        !       PENDING  FIRING     RECOVERING NO_DATA
            NO_DATA     !       NO_DATA  NO_DATA    NO_DATA    !
            DATA        !       !        !          !          FIRING
            ENDS        -       RESOLVED RESOLVED   RESOLVED   RESOLVED
            STEP        FIRING  !        -          !          !
            BURST       FIRING  !        -          !          !
            LAPSES      -       -        -          -          -
            HYSTERESIS  !       PENDING  FIRING     RECOVERING NO_DATA
            """;

    static Stream<List<String>> arrows() {
        List<List<String>> rows = ARROWS.lines().map(line -> List.of(line.split(" +"))).toList();
        List<List<String>> arrows = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            for (int column = 1; column < row.size(); column++) {
                arrows.add(List.of(row.get(0), rows.get(0).get(column), row.get(column)));
            }
        }
        return arrows.stream();
    }

    @ParameterizedTest
    @MethodSource("arrows")
    void everyPhaseDoesItsOneThingInEveryState(List<String> arrow) {
        Phase phase = Phase.valueOf(arrow.get(0));
        OpenAlert alert = arrow.get(1).equals("none") ? null : in(State.valueOf(arrow.get(1)));

        Outcome outcome = AlertStates.next(alert, event(phase, 50_000));

        switch (arrow.get(2)) {
            case "-" -> assertThat(outcome).isInstanceOf(Outcome.Unchanged.class);
            case "!" -> assertThat(outcome).isInstanceOf(Outcome.Senseless.class);
            default -> {
                AlertTransition transition = ((Outcome.Changed) outcome).transition();
                assertThat(transition.state()).isEqualTo(State.valueOf(arrow.get(2)));
                assertThat(transition.previous())
                        .isEqualTo(alert == null ? null : alert.newest().state());
                assertThat(transition.transition())
                        .isEqualTo(alert == null ? 1 : alert.newest().transition() + 1);
                assertThat(((Outcome.Changed) outcome).open().isPresent())
                        .isEqualTo(transition.state() != State.RESOLVED);
            }
        }
    }

    @Test
    void everyPhaseAndStateIsTried() {
        assertThat(arrows()).hasSize(Phase.values().length * State.values().length);
    }

    @Test
    void tellsAWholeStory() {
        List<AlertTransition> story =
                play(
                        event(Phase.BEGINS, 1_000),
                        event(Phase.HOLDS, 11_000),
                        event(Phase.CLEARS, 20_000),
                        event(Phase.RETURNS, 22_000),
                        event(Phase.CLEARS, 30_000),
                        event(Phase.STAYS_CLEAR, 40_000));

        assertThat(story)
                .extracting(AlertTransition::state)
                .containsExactly(
                        State.PENDING,
                        State.FIRING,
                        State.RECOVERING,
                        State.FIRING,
                        State.RECOVERING,
                        State.RESOLVED);
        assertThat(story)
                .extracting(AlertTransition::reason)
                .containsExactly(
                        "waiting whether it holds for 10s",
                        "held for 10s",
                        "back to normal",
                        "came back",
                        "back to normal",
                        "back to normal for 10s");
        assertThat(story).extracting(AlertTransition::transition).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(story)
                .extracting(AlertTransition::alertId)
                .containsOnly(ConditionEvents.KEY + "|1000");
        assertThat(story).extracting(AlertTransition::startedMillis).containsOnly(1_000L);
        assertThat(story)
                .extracting(AlertTransition::firedMillis)
                .containsExactly(0L, 11_000L, 11_000L, 11_000L, 11_000L, 11_000L);
        assertThat(story)
                .extracting(AlertTransition::resolvedMillis)
                .containsExactly(0L, 0L, 0L, 0L, 0L, 40_000L);
    }

    @Test
    void firesAtOnceWithoutPendingWhenNoTimeIsRequired() {
        List<AlertTransition> story =
                play(
                        ConditionEvents.event(Phase.BEGINS, 1_000, 1_000, 1_000, 0),
                        ConditionEvents.event(Phase.HOLDS, 1_000, 1_000, 1_000, 0),
                        ConditionEvents.event(Phase.ENDS, 2_000, 1_000, 1_000, 0));

        assertThat(story)
                .extracting(AlertTransition::state)
                .containsExactly(State.FIRING, State.RESOLVED);
        assertThat(story.get(0).firedMillis()).isEqualTo(1_000);
    }

    @Test
    void aPendingAlertThatEndsHasNeverFired() {
        List<AlertTransition> story = play(event(Phase.BEGINS, 1_000), event(Phase.ENDS, 5_000));

        assertThat(story.get(1).state()).isEqualTo(State.RESOLVED);
        assertThat(story.get(1).previous()).isEqualTo(State.PENDING);
        assertThat(story.get(1).firedMillis()).isZero();
        assertThat(story.get(1).resolvedMillis()).isEqualTo(5_000);
    }

    @Test
    void severityRisesAndFallsWithinOneAlert() {
        List<AlertTransition> story =
                play(
                        event(Phase.BEGINS, 1_000),
                        event(Phase.HOLDS, 11_000),
                        with(Phase.SEVERITY, 12_000, "critical", 0, ""),
                        with(Phase.SEVERITY, 13_000, "warning", 0, "below 0.95"),
                        event(Phase.ENDS, 14_000));

        assertThat(story)
                .extracting(AlertTransition::severity)
                .containsExactly("warning", "warning", "critical", "warning", "warning");
        assertThat(story)
                .extracting(AlertTransition::previousSeverity)
                .containsExactly("warning", "warning", "warning", "critical", "warning");
        assertThat(story.get(2).reason()).isEqualTo("severity is critical");
        assertThat(story.get(3).reason()).isEqualTo("below 0.95");
        assertThat(story.get(2).state()).isEqualTo(State.FIRING);
    }

    @Test
    void theEndOfAnAlertDoesNotChangeItsSeverity() {
        List<AlertTransition> story =
                play(
                        event(Phase.BEGINS, 1_000),
                        with(Phase.HOLDS, 11_000, "critical", 0, ""),
                        with(Phase.ENDS, 14_000, "info", 0, "rule changed"));

        assertThat(story.get(1).severity()).isEqualTo("critical");
        assertThat(story.get(1).previousSeverity()).isEqualTo("warning");
        assertThat(story.get(2).severity()).isEqualTo("critical");
        assertThat(story.get(2).reason()).isEqualTo("rule changed");
    }

    @Test
    void goesBackToWhatItWasWhenDataComesAgain() {
        for (State state : List.of(State.PENDING, State.FIRING, State.RECOVERING)) {
            OpenAlert silent = open(AlertStates.next(in(state), event(Phase.NO_DATA, 60_000)));
            OpenAlert muted = open(AlertStates.next(silent, event(Phase.MUTE, 61_000)));

            AlertTransition back =
                    open(AlertStates.next(muted, event(Phase.DATA, 62_000))).newest();

            assertThat(back.state()).isEqualTo(state);
            assertThat(back.previous()).isEqualTo(State.NO_DATA);
        }
    }

    @Test
    void saysUntilWhenItIsMuted() {
        List<AlertTransition> story =
                play(
                        event(Phase.BEGINS, 1_000),
                        with(Phase.HOLDS, 11_000, "warning", 99_000, ""),
                        with(Phase.MUTE, 12_000, "warning", 0, ""));

        assertThat(story)
                .extracting(AlertTransition::mutedUntilMillis)
                .containsExactly(0L, 99_000L, 0L);
        assertThat(story.get(2).reason()).isEqualTo("no longer muted");
    }

    @Test
    void aResolvedAlertSaysWhatItWasAboutWithTheValueThatResolvedIt() {
        AlertTransition fired = play(with(Phase.HOLDS, 1_000, "warning", 0, "")).get(0);
        ConditionEvent end =
                ConditionEvents.event(
                        Phase.ENDS, 9_000, 1_000, 0, "warning", 0, 0.3, "back to normal");

        AlertTransition resolved =
                ((Outcome.Changed) AlertStates.next(new OpenAlert(fired, State.FIRING), end))
                        .transition();

        assertThat(resolved.message()).isEqualTo(fired.message());
        assertThat(resolved.value()).isEqualTo(0.3);
    }

    @Test
    void anAlertThatRecoversSaysWhatFired() {
        List<AlertTransition> story =
                play(
                        with(Phase.HOLDS, 1_000, "warning", 0, ""),
                        ConditionEvents.event(
                                Phase.CLEARS, 2_000, 1_000, REQUIRED, "warning", 0, 0.3, ""),
                        ConditionEvents.event(
                                Phase.MUTE, 3_000, 1_000, REQUIRED, "warning", 99_000, 0.2, ""),
                        ConditionEvents.event(
                                Phase.RETURNS, 4_000, 1_000, REQUIRED, "warning", 0, 0.96, ""),
                        ConditionEvents.event(
                                Phase.NO_DATA, 5_000, 1_000, REQUIRED, "warning", 0, 0.1, ""));

        assertThat(story)
                .extracting(AlertTransition::message, AlertTransition::value)
                .containsExactly(
                        tuple("Web 1 at 0.95", 0.95),
                        tuple("Web 1 at 0.95", 0.3),
                        tuple("Web 1 at 0.95", 0.2),
                        tuple("Web 1 at 0.96", 0.96),
                        tuple("Web 1 at 0.96", 0.1));
    }

    @Test
    void keepsThePeakWhenAnEventHasNone() {
        ConditionEvent end = ConditionEvents.event(Phase.ENDS, 60_000, 1_000, 1_000, 0);
        ConditionEvent without =
                new ConditionEvent(
                        end.alertKey(),
                        end.phase(),
                        end.ruleId(),
                        end.ruleName(),
                        end.severity(),
                        end.hostId(),
                        end.hostName(),
                        end.device(),
                        end.metric(),
                        end.timeMillis(),
                        end.putBackMillis(),
                        end.beganMillis(),
                        end.runBeganMillis(),
                        end.requiredMillis(),
                        end.step(),
                        end.steps(),
                        end.withinMillis(),
                        end.times(),
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        false,
                        0,
                        end.identity(),
                        end.labels(),
                        end.message(),
                        end.reason());

        AlertTransition resolved =
                ((Outcome.Changed) AlertStates.next(in(State.FIRING), without)).transition();

        assertThat(resolved.peak()).isEqualTo(0.97);
    }

    @Test
    void aSequenceFiresWithItsLastStepAndGoesOnUntilThatEnds() {
        ConditionEvent completed = ConditionEvents.step(2, 3, 90_000, 60_000).began(30_000);

        List<AlertTransition> story =
                play(
                        event(Phase.LAPSES, 1_000),
                        completed,
                        ConditionEvents.step(2, 3, 95_000, 60_000).began(31_000),
                        event(Phase.LAPSES, 96_000),
                        with(Phase.ENDS, 99_000, "warning", 0, "'iowait' is over"));

        assertThat(story)
                .extracting(AlertTransition::state)
                .containsExactly(State.FIRING, State.RESOLVED);
        assertThat(story.get(0).startedMillis()).isEqualTo(30_000);
        assertThat(story.get(0).firedMillis()).isEqualTo(90_000);
        assertThat(story.get(0).reason()).isEqualTo("3 steps in order");
        assertThat(story.get(1).reason()).isEqualTo("'iowait' is over");
    }

    @Test
    void repeatedBurstsFireOnceAndAreResolvedWhenItIsQuiet() {
        ConditionEvent burst = ConditionEvents.burst(90_000, 5_000, 4, 600_000);
        ConditionEvent silence = afterBursts(Phase.LAPSES, 600_000);
        ConditionEvent quiet = afterBursts(Phase.ENDS, 700_001);

        List<AlertTransition> story =
                play(burst.began(10_000), burst.began(20_000), silence, quiet);

        assertThat(story)
                .extracting(AlertTransition::state)
                .containsExactly(State.FIRING, State.RESOLVED);
        assertThat(story.get(0).startedMillis()).isEqualTo(10_000);
        assertThat(story.get(0).reason()).isEqualTo("4 bursts within 10m");
    }

    private static ConditionEvent afterBursts(Phase phase, long timeMillis) {
        ConditionEvent burst = ConditionEvents.burst(timeMillis, 0, 4, 600_000);
        return new ConditionEvent(
                burst.alertKey(),
                phase,
                burst.ruleId(),
                burst.ruleName(),
                burst.severity(),
                burst.hostId(),
                burst.hostName(),
                burst.device(),
                burst.metric(),
                burst.timeMillis(),
                0,
                0,
                0,
                0,
                0,
                0,
                burst.withinMillis(),
                burst.times(),
                0.1,
                0.9,
                0.95,
                false,
                0,
                burst.identity(),
                burst.labels(),
                burst.message(),
                "no burst for 10m");
    }

    /** The transitions that the events lead to, one after the other. */
    private static List<AlertTransition> play(ConditionEvent... events) {
        List<AlertTransition> transitions = new ArrayList<>();
        OpenAlert alert = null;
        for (ConditionEvent event : events) {
            if (AlertStates.next(alert, event) instanceof Outcome.Changed changed) {
                transitions.add(changed.transition());
                alert = changed.open().orElse(null);
            }
        }
        return transitions;
    }

    /** An open alert in that state. */
    private static OpenAlert in(State state) {
        OpenAlert pending = open(AlertStates.next(null, event(Phase.BEGINS, 1_000)));
        OpenAlert firing = open(AlertStates.next(pending, event(Phase.HOLDS, 11_000)));
        return switch (state) {
            case PENDING -> pending;
            case FIRING -> firing;
            case RECOVERING -> open(AlertStates.next(firing, event(Phase.CLEARS, 20_000)));
            case NO_DATA -> open(AlertStates.next(firing, event(Phase.NO_DATA, 20_000)));
            case RESOLVED -> throw new IllegalArgumentException("not open");
        };
    }

    private static OpenAlert open(Outcome outcome) {
        return ((Outcome.Changed) outcome).open().orElseThrow();
    }

    private static ConditionEvent event(Phase phase, long timeMillis) {
        return ConditionEvents.event(phase, timeMillis, 1_000, timeMillis, REQUIRED);
    }

    private static ConditionEvent with(
            Phase phase, long timeMillis, String severity, long mutedUntilMillis, String reason) {
        return ConditionEvents.event(
                phase, timeMillis, 1_000, REQUIRED, severity, mutedUntilMillis, 0.95, reason);
    }
}
