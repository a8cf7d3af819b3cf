package io.hostpulse.wire.rule;

import static io.hostpulse.wire.rule.RuleTexts.problemsOf;
import static io.hostpulse.wire.rule.RuleTexts.readRule;
import static io.hostpulse.wire.rule.RuleTexts.ruleOf;
import static io.hostpulse.wire.rule.RuleTexts.ruleWhen;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.proto.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Thresholds as they stand in rules, and where they may lie. */
class ReadThresholdTest {

    private static final String CPU = "'metric':'system.cpu.total.norm.pct'";

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "0.25", "9e-1", "1.0"})
    void thresholdsAreNumbersOfAnyForm(String number) throws Exception {
        assertThat(threshold(readRule(condition(CPU, "'at_least':" + number))).threshold())
                .isEqualTo(Double.parseDouble(number));
    }

    @Test
    void aConditionNeedsExactlyOneThreshold() {
        assertThat(problemsOf(condition(CPU)))
                .containsExactly("when: needs one of above, at_least, below, at_most and deviates");
    }

    @Test
    void aConditionWithSeveralThresholdsIsToldWhichAreTooMuchAndWhatElseIsWrong() {
        assertThat(
                        problemsOf(
                                condition(
                                        CPU,
                                        "'below':0.1",
                                        "'above':90",
                                        "'clear':2",
                                        "'deviates':'4 sigma'")))
                .containsExactly(
                        "when.below: the condition has 'above' already; a condition has one threshold, write two conditions under 'all' or 'any' for two",
                        "when.deviates: the condition has 'above' already; a condition has one threshold, write two conditions under 'all' or 'any' for two",
                        "when.above: 90.0 is more than 1.0, the highest value of system.cpu.total.norm.pct",
                        "when.clear: 2.0 is more than 1.0, the highest value of system.cpu.total.norm.pct");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'0.9'", "true", "{}", "[]", "NaN", "Infinity", "-Infinity", "1e999"})
    void aThresholdIsANumberAndTheRestIsReadWithoutIt(String threshold) {
        assertThat(
                        problemsOf(
                                condition(CPU, "'above':" + threshold)
                                        .replace("'Some'", "' '")
                                        .replaceFirst(
                                                "}$",
                                                ",'overrides':[{'hosts':{'names':['a']},'for':'soon'}],"
                                                        + "'escalate':[{'severity':'grave'}]}")))
                .satisfiesExactly(
                        it -> assertThat(it).isEqualTo("name: is empty"),
                        it ->
                                assertThat(it)
                                        .startsWith("when.above: ")
                                        .endsWith(" is not a number; write one such as 0.9"),
                        it -> assertThat(it).startsWith("escalate[0].severity: 'grave' is none"),
                        it -> assertThat(it).startsWith("overrides[0].for: 'soon' is no duration"));
    }

    @Test
    void aThresholdLiesWhereTheMetricCanReachIt() {
        assertThat(problemsOf(condition(CPU, "'above':90")))
                .containsExactly(
                        "when.above: 90.0 is more than 1.0, the highest value of"
                                + " system.cpu.total.norm.pct");
        assertThat(problemsOf(condition(CPU, "'below':-0.5")))
                .containsExactly(
                        "when.below: -0.5 is less than 0.0, the lowest value of"
                                + " system.cpu.total.norm.pct");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{CPU,'above':1}   | when.above: nothing is above 1.0, the highest value of system.cpu.total.norm.pct; write less, or at_least",
                "{CPU,'below':0}   | when.below: nothing is below 0.0, the lowest value of system.cpu.total.norm.pct; write more, or at_most",
                "{CPU,'above':1,'window':'1m','aggregate':'p95'} | when.above: nothing is above 1.0, the highest value of p95 of system.cpu.total.norm.pct; write less, or at_least",
                "{CPU,'above':1,'window':'1m','aggregate':'range'} | when.above: nothing is above 1.0, the highest value of range of system.cpu.total.norm.pct; write less, or at_least",
                "{CPU,'below':1,'window':'1m','aggregate':'count'} | when.below: nothing is below 1.0, the lowest value of count of system.cpu.total.norm.pct; write more, or at_most",
                "{'metric':'system.load.1','below':0} | when.below: nothing is below 0.0, the lowest value of system.load.1; write more, or at_most",
                "{'any':[{CPU,'above':0.5},{CPU,'above':1}]} | when.any[1].above: nothing is above 1.0, the highest value of system.cpu.total.norm.pct; write less, or at_least",
                "{CPU,'above':1,'repeats':{'times':2,'within':'1m','at_most':'10s'}} | when.above: nothing is above 1.0, the highest value of system.cpu.total.norm.pct; write less, or at_least",
                "{'sequence':[{'step':'a',CPU,'above':0.5},{'step':'b',CPU,'at_least':1,'within':'1m'}],'unless':{CPU,'below':0}} | when.unless.below: nothing is below 0.0, the lowest value of system.cpu.total.norm.pct; write more, or at_most"
            })
    void aThresholdThatNothingIsBeyondIsRefused(String when, String problem) {
        assertThat(problemsOf(ruleWhen(when.replace("CPU", CPU)))).containsExactly(problem);
    }

    @Test
    void escalationsAndOverridesCanBeReachedToo() {
        assertThat(
                        problemsOf(
                                ruleOf(
                                        "'escalate':[{'severity':'critical','above':1}]",
                                        "'overrides':[{'hosts':{'names':['a']},'above':1,'severity':'critical'}]")))
                .containsExactly(
                        "escalate[0].above: nothing is above 1.0, the highest value of system.cpu.total.norm.pct; write less, or at_least",
                        "overrides[0].above: nothing is above 1.0, the highest value of system.cpu.total.norm.pct; write less, or at_least");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'at_least':1",
                "'at_most':0",
                "'above':0",
                "'below':1",
                "'at_least':1,'clear':0",
                "'above':0.5,'clear':0",
                "'below':0.5,'clear':1"
            })
    void aThresholdThatTheMetricJustReachesIsTaken(String limits) throws Exception {
        assertThat(threshold(readRule(condition(CPU, limits)))).isNotNull();
    }

    @Test
    void aMetricThatCanFallMayGoBelowZero() throws Exception {
        Metric change =
                MetricCatalogue.get().metrics().stream()
                        .filter(metric -> metric.kind() == Kind.CHANGE)
                        .findAny()
                        .orElseThrow();

        assertThat(
                        threshold(
                                        readRule(
                                                condition(
                                                        "'metric':'" + change.name() + "'",
                                                        "'below':0")))
                                .threshold())
                .isZero();
    }

    @Test
    void theClearValueLiesOnTheGoodSideOfTheThreshold() throws Exception {
        assertThat(problemsOf(condition(CPU, "'above':0.9", "'clear':0.95")))
                .containsExactly("when.clear: 0.95 lies on the wrong side of the threshold 0.9");
        assertThat(problemsOf(condition(CPU, "'below':0.1", "'clear':0.05")))
                .containsExactly("when.clear: 0.05 lies on the wrong side of the threshold 0.1");
        assertThat(threshold(readRule(condition(CPU, "'below':0.1", "'clear':0.1"))).clear())
                .isEqualTo(0.1);
    }

    private static Threshold threshold(Rule rule) {
        return (Threshold) rule.conditions().get(0);
    }

    private static String condition(String... members) {
        return ruleWhen("{" + String.join(",", members) + "}");
    }
}
