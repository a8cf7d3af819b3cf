package io.hostpulse.stack.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CompareAlertsTest {

    @Test
    void whatComesAsExpectedIsNoDifference() {
        assertThat(
                        CompareAlerts.compare(
                                List.of(expected(10, AlertState.FIRING, 0.95)),
                                List.of(observed(10, AlertState.PENDING, AlertState.FIRING, 0.95))))
                .isEmpty();
    }

    @Test
    void whatIsMissingComesBesidesOrOtherwiseIsSaidInTheOrderOfTimes() {
        assertThat(
                        CompareAlerts.compare(
                                List.of(
                                        expected(10, AlertState.FIRING, 0.95),
                                        expected(30, AlertState.RESOLVED, 0.5)),
                                List.of(
                                        observed(10, AlertState.PENDING, AlertState.FIRING, 0.9),
                                        observed(40, AlertState.FIRING, AlertState.RESOLVED, 0.5))))
                .containsExactly(
                        "10s      ~ firing     r on a: value is 0.9, not 0.95",
                        "30s      - resolved   r on a, 0.5",
                        "40s      + resolved   r on a, warning, 0.5, because");
    }

    @Test
    void statesThatNobodyExpectsAreNotCompared() {
        List<ObservedAlert> story =
                List.of(
                        observed(0, null, AlertState.PENDING, 0.95),
                        observed(10, AlertState.PENDING, AlertState.FIRING, 0.95),
                        observed(20, AlertState.FIRING, AlertState.RECOVERING, 0.5),
                        observed(30, AlertState.RECOVERING, AlertState.FIRING, 0.95),
                        observed(40, AlertState.FIRING, AlertState.FIRING, 0.85));

        assertThat(CompareAlerts.compare(List.of(expected(10, AlertState.FIRING, 0.95)), story))
                .isEmpty();
        assertThat(
                        CompareAlerts.compare(
                                List.of(
                                        expected(10, AlertState.FIRING, 0.95),
                                        expected(20, AlertState.RECOVERING, 0.5)),
                                story))
                .containsExactly("30s      + firing     r on a, warning, 0.95, because");
    }

    private static ExpectedAlert expected(long seconds, AlertState state, double value) {
        return new ExpectedAlert(
                change(seconds, state),
                Optional.empty(),
                OptionalDouble.of(value),
                Optional.empty(),
                Optional.empty());
    }

    private static ObservedAlert observed(
            long seconds, AlertState previous, AlertState state, double value) {
        return new ObservedAlert(
                change(seconds, state),
                Optional.ofNullable(previous),
                "warning",
                false,
                state != AlertState.PENDING,
                value,
                "",
                "because");
    }

    private static AlertChange change(long seconds, AlertState state) {
        return new AlertChange(Duration.ofSeconds(seconds), "r", "a", "", false, state);
    }
}
