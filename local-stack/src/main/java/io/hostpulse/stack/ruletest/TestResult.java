package io.hostpulse.stack.ruletest;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of a test.
 *
 * @param line of its file where it begins, from 1
 * @param differences from what it expects, one a line; empty if it has passed
 */
public record TestResult(String name, int line, List<String> differences) {

    public TestResult {
        differences = List.copyOf(differences);
    }

    /** Runs a file's tests, one after the other; it must have no problems. */
    public static List<TestResult> of(RuleTestFile file, DetectionSimulation simulation) {
        return file.tests().stream().map(test -> of(test, file, simulation)).toList();
    }

    private static TestResult of(RuleTest test, RuleTestFile file, DetectionSimulation simulation) {
        DetectionSimulation.Outcome outcome = simulation.run(test, file.definitions());
        List<String> differences = new ArrayList<>();
        outcome.refusals().forEach(refusal -> differences.add("refused: " + refusal));
        differences.addAll(CompareAlerts.compare(test.alerts(), outcome.alerts()));
        return new TestResult(test.name(), test.line(), differences);
    }

    public boolean hasPassed() {
        return differences.isEmpty();
    }
}
