package io.hostpulse.stack.chaos;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** What came of a run, for people. */
public record ChaosReport(ChaosSchedule schedule, List<Comparison> comparisons) {

    private static final int TOLD = 5;

    public ChaosReport {
        comparisons = List.copyOf(comparisons);
    }

    /**
     * @return whether all is as it must be
     */
    public boolean print(PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%n  %-22s %10s %10s %10s %10s %10s%n",
                "",
                "expected",
                "found",
                "missing",
                "too much",
                "different");
        for (Comparison each : comparisons) {
            out.printf(
                    Locale.ROOT,
                    "  %-22s %,10d %,10d %,10d %,10d %,10d%n",
                    each.kind(),
                    each.expected(),
                    each.found(),
                    each.missing(),
                    each.surplus(),
                    each.different());
        }
        out.println();
        boolean isWell = comparisons.stream().allMatch(Comparison::isEqual);
        if (isWell) {
            out.println("Nothing is lost, nothing is there twice, and no alert is wrong or stays.");
        } else {
            printDifferences(out);
        }
        return isWell;
    }

    private void printDifferences(PrintStream out) {
        out.println("The first differences:");
        for (Comparison each : comparisons) {
            each.differences().stream().limit(TOLD).forEach(it -> out.println("  " + it));
        }
        out.printf(
                "%nThe same once more: ./hostpulse chaos --seed %d --minutes %d%n",
                schedule.seed(), schedule.duration().toMinutes());
    }
}
