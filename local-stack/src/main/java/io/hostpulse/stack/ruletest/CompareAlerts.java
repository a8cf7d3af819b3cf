package io.hostpulse.stack.ruletest;

import io.hostpulse.wire.HumanDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Holds the alerts that came against those that are expected. */
final class CompareAlerts {

    /** Values are computed from what the test says, so they differ by roundings at most. */
    private static final double TOLERANCE = 1e-9;

    private record Difference(Duration at, String sign, String what) {

        @Override
        public String toString() {
            return "%-8s %s %s".formatted(HumanDuration.format(at), sign, what);
        }
    }

    private CompareAlerts() {}

    /**
     * A line for each difference, in the order of their times: {@code -} what is missing, {@code +}
     * what came besides, {@code ~} what came otherwise.
     *
     * <p>That an alert fires, changes its severity or is resolved is compared always; what happens
     * in the other states only if the test expects any change to that state, and what becomes of an
     * alert that has not fired if it expects one to {@code pending}.
     */
    static List<String> compare(List<ExpectedAlert> expected, List<ObservedAlert> observed) {
        Set<AlertState> states = EnumSet.of(AlertState.FIRING, AlertState.RESOLVED);
        expected.forEach(each -> states.add(each.change().state()));
        List<ObservedAlert> others =
                new ArrayList<>(observed.stream().filter(each -> counts(each, states)).toList());
        List<Difference> differences = new ArrayList<>();
        for (ExpectedAlert each : expected) {
            Optional<ObservedAlert> match =
                    others.stream()
                            .filter(other -> other.change().equals(each.change()))
                            .findFirst();
            if (match.isPresent()) {
                others.remove(match.get());
                compare(each, match.get(), differences);
            } else {
                differences.add(
                        new Difference(each.change().at(), "-", each.change() + wanted(each)));
            }
        }
        others.forEach(
                each -> differences.add(new Difference(each.change().at(), "+", each.toString())));
        return differences.stream()
                .sorted(Comparator.comparing(Difference::at))
                .map(Difference::toString)
                .toList();
    }

    private static boolean counts(ObservedAlert alert, Set<AlertState> states) {
        boolean goesOn =
                alert.change().state() == AlertState.FIRING
                        && alert.previous()
                                .filter(
                                        previous ->
                                                previous == AlertState.RECOVERING
                                                        || previous == AlertState.NO_DATA)
                                .filter(previous -> !states.contains(previous))
                                .isPresent();
        return alert.changesAlert()
                && (!goesOn || alert.severityChanged())
                && states.contains(alert.change().state())
                && (alert.hasFired() || states.contains(AlertState.PENDING));
    }

    private static void compare(
            ExpectedAlert expected, ObservedAlert observed, List<Difference> differences) {
        List<String> reasons = new ArrayList<>();
        compare("severity", expected.severity(), observed.severity(), reasons);
        compare("message", expected.message(), observed.message(), reasons);
        compare("reason", expected.reason(), observed.reason(), reasons);
        if (differs(expected.value(), observed.value())) {
            reasons.add(
                    "value is %s, not %s"
                            .formatted(observed.value(), expected.value().getAsDouble()));
        }
        if (!reasons.isEmpty()) {
            differences.add(
                    new Difference(
                            expected.change().at(),
                            "~",
                            expected.change() + ": " + String.join("; ", reasons)));
        }
    }

    private static void compare(
            String key, Optional<String> expected, String observed, List<String> reasons) {
        if (expected.isPresent() && !expected.get().equals(observed)) {
            reasons.add("%s is '%s', not '%s'".formatted(key, observed, expected.get()));
        }
    }

    /** True of no value where one is expected. */
    private static boolean differs(OptionalDouble expected, double observed) {
        return expected.isPresent()
                && !(Math.abs(expected.getAsDouble() - observed)
                        <= TOLERANCE * Math.max(1, Math.abs(observed)));
    }

    private static String wanted(ExpectedAlert expected) {
        return expected.severity().map(severity -> ", " + severity).orElse("")
                + (expected.value().isPresent() ? ", " + expected.value().getAsDouble() : "");
    }
}
