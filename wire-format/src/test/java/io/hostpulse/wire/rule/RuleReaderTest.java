package io.hostpulse.wire.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleReaderTest {

    private static final String CPU = "\"metric\":\"system.cpu.total.norm.pct\"";
    private static final String WHEN = "{%s,\"above\":0.9}".formatted(CPU);

    @Test
    void aRuleIsReadWithEverythingItSays() throws Exception {
        Rule rule =
                read(
                        """
                        {
                          "id": "memory-2",
                          "name": "Memory runs out",
                          "severity": "critical",
                          "when": {"metric": "system.memory.actual.free", "below": 1e9, "clear": 2000000000},
                          "for": "5m",
                          "message": "Only {value} left on {host}"
                        }
                        """);

        assertThat(rule.id()).isEqualTo("memory-2");
        assertThat(rule.name()).isEqualTo("Memory runs out");
        assertThat(rule.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(threshold(rule))
                .returns("system.memory.actual.free", condition -> condition.metric().name())
                .returns(Optional.empty(), Threshold::over)
                .returns(Comparison.BELOW, Threshold::comparison)
                .returns(1e9, Threshold::threshold)
                .returns(2e9, Threshold::clear);
        assertThat(rule.sustainedFor()).isEqualTo(Duration.ofMinutes(5));
        assertThat(rule.message()).isEqualTo("Only {value} left on {host}");
    }

    @Test
    void whatARuleLeavesOutHasADefault() throws Exception {
        Rule rule = read(rule("cpu", "CPU", "info", WHEN));

        assertThat(threshold(rule))
                .returns(Comparison.ABOVE, Threshold::comparison)
                .returns(0.9, Threshold::threshold)
                .returns(0.9, Threshold::clear);
        assertThat(rule.enabled()).isTrue();
        assertThat(rule.hosts()).isEqualTo(HostSelector.ALL);
        assertThat(rule.sustainedFor()).isZero();
        assertThat(rule.keepFiringFor()).isZero();
        assertThat(rule.noDataAfter()).isEqualTo(Duration.ofMinutes(5));
        assertThat(rule.escalations()).isEmpty();
        assertThat(rule.overrides()).isEmpty();
        assertThat(rule.activeTimes()).isEmpty();
        assertThat(rule.flapping()).contains(new Flapping(6, Duration.ofMinutes(15)));
        assertThat(rule.labels()).isEmpty();
        assertThat(rule.message()).isEqualTo("{host}: {metric} is {value}, threshold {threshold}");
    }

    @Test
    void nullIsTheSameAsAbsentWhereAKeyMayBeAbsent() throws Exception {
        assertThat(read(ruleWith("\"for\":null", "\"message\":null")))
                .isEqualTo(read(rule("cpu", "CPU", "warning", WHEN)));
    }

    @Test
    void aTreeThatWasYamlIsReadLikeJson() throws Exception {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("id", 404).put("name", "CPU").put("severity", "warning");
        tree.putObject("when").put("metric", "system.load.1").put("above", 4);

        Rule rule = (Rule) RuleReader.read(tree);

        assertThat(rule.id()).isEqualTo("404");
        assertThat(threshold(rule).threshold()).isEqualTo(4.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "0",
                "sustained-cpu",
                "a-",
                "abcdefghijklmnopqrstuvwxyz0123456789-abcdefghijklmnopqrstuvwxyz"
            })
    void idsAreLowerCaseLettersDigitsAndDashes(String id) throws Exception {
        assertThat(read(rule(id, "CPU", "info", WHEN)).id()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-a",
                "CPU",
                "a b",
                "a_b",
                "a/b",
                "ä",
                "abcdefghijklmnopqrstuvwxyz0123456789-abcdefghijklmnopqrstuvwxyz0"
            })
    void otherIdsAreRefused(String id) {
        assertThat(problemsOf(rule(id, "CPU", "info", WHEN)))
                .containsExactly(
                        "id: '%s' must be lower-case letters, digits and dashes, at most 63, the first no dash"
                                .formatted(id));
    }

    @Test
    void whatARuleMustSayIsAskedForAllAtOnce() {
        assertThat(problemsOf("{}"))
                .containsExactly(
                        "id: is missing",
                        "name: is missing",
                        "severity: is missing",
                        "when: is missing; it says what is watched");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceByItsKey() {
        InvalidRuleException refusal =
                refusalOf(
                        """
                        {"id": "A", "name": " ", "severity": "fatal", "fro": "1s", "for": "soon", "message": [1],
                         "when": {"metric": "cpu", "above": "high", "clear": true, "within": 5}}
                        """);

        assertThat(refusal.problems())
                .extracting(Problem::key)
                .containsExactlyInAnyOrder(
                        "id",
                        "name",
                        "severity",
                        "fro",
                        "for",
                        "message",
                        "when.metric",
                        "when.above",
                        "when.clear",
                        "when.within");
        assertThat(refusal)
                .hasMessage(
                        refusal.problems().stream().map(Problem::toString).collect(joining("; ")));
    }

    @Test
    void keysThatAreNotKnownAreRefusedWithThoseThatAre() {
        assertThat(problemsOf(ruleWith("\"fro\":\"10s\"")))
                .containsExactly(
                        "fro: is not known here; known are [active, enabled, escalate, flapping, for, hosts, id, keep_firing_for, labels, message, name, no_data_after, overrides, severity, when]");
        assertThat(problemsOf(ruleWhen(CPU, "\"above\":0.9", "\"threshold\":1")))
                .containsExactly(
                        "when.threshold: is not known here; known are [above, aggregate, at_least, at_most, below, clear, deviates, metric, only, warm_up, window]");
    }

    @Test
    void aSeverityIsOneOfThree() {
        assertThat(problemsOf(rule("cpu", "CPU", "Warning", WHEN)))
                .containsExactly("severity: 'Warning' is none of info, warning, critical");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "\"10\"", "\"-1s\"", "true"})
    void aDurationNeedsItsUnit(String duration) {
        assertThat(problemsOf(ruleWith("\"for\":" + duration)))
                .singleElement()
                .asString()
                .startsWith("for: '" + duration.replace("\"", "") + "' is no duration; write");
    }

    @Test
    void textThatIsAnObjectOrAListIsRefused() {
        assertThat(problemsOf(ruleWith("\"message\":{\"text\":\"x\"}", "\"for\":[\"10s\"]")))
                .containsExactly(
                        "for: must be text, not [\"10s\"]",
                        "message: must be text, not {\"text\":\"x\"}");
    }

    @Test
    void anEmptyMessageIsRefused() {
        assertThat(problemsOf(ruleWith("\"message\":\" \""))).containsExactly("message: is empty");
    }

    @Test
    void whenIsAnObject() {
        assertThat(problemsOf(rule("cpu", "CPU", "info", "\"cpu > 0.9\"")))
                .containsExactly("when: \"cpu > 0.9\" is no object of keys and values");
    }

    @Test
    void theMetricIsOneOfTheCatalogue() {
        assertThat(problemsOf(ruleWhen("\"metric\":\"cpu\"", "\"above\":1")))
                .containsExactly(
                        "when.metric: 'cpu' is not in the catalogue of metrics; did you mean system.cpu.cores?");
        assertThat(problemsOf(ruleWhen("\"above\":1"))).containsExactly("when.metric: is missing");
    }

    @Test
    void flappingIsSetOrSwitchedOff() throws Exception {
        assertThat(read(ruleWith("\"flapping\":\"off\"")).flapping()).isEmpty();
        assertThat(read(ruleWith("\"flapping\":false")).flapping()).isEmpty();
        assertThat(read(ruleWith("\"flapping\":{\"changes\":4}")).flapping())
                .contains(new Flapping(4, Duration.ofMinutes(15)));
        assertThat(problemsOf(ruleWith("\"flapping\":{\"changes\":1.5}")))
                .containsExactly("flapping.changes: 1.5 is no whole number from 2 to 100");
        assertThat(problemsOf(ruleWith("\"flapping\":\"on\"")))
                .containsExactly("flapping: \"on\" is no object of keys and values");
    }

    @Test
    void labelsComeInTheOrderOfTheirKeys() throws Exception {
        Rule rule = read(ruleWith("\"labels\":{\"team\":\"infra\",\"area\":5,\"zone\":\"a\"}"));

        assertThat(rule.labels().entrySet())
                .extracting(label -> label.getKey() + "=" + label.getValue())
                .containsExactly("area=5", "team=infra", "zone=a");
        assertThat(problemsOf(ruleWith("\"labels\":{\"version\":1.10}")))
                .containsExactly(
                        "labels.version: must be text, not the number 1.1; write it in quotes");
        assertThat(problemsOf(ruleWith("\"labels\":{\"my team\":\"infra\"}")))
                .containsExactly(
                        "labels.my team: a label is letters, digits and underscores, at most 63, the first no digit");
    }

    @Test
    void theMessageHasOnlyPlaceholdersThatStandForSomething() throws Exception {
        String all = "{host} {device} {metric} {value} {threshold} {for} {severity} {";

        assertThat(read(ruleWith("\"message\":\"" + all + "\"")).message()).isEqualTo(all);
        assertThat(problemsOf(ruleWith("\"message\":\"{hots} {}\"")))
                .containsExactly(
                        "message: {hots} stands for nothing; known are [device, for, host, metric, severity, threshold, value]",
                        "message: {} stands for nothing; known are [device, for, host, metric, severity, threshold, value]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "5", "\"rule\"", "null"})
    void whatIsNoObjectIsNoRule(String json) {
        assertThat(problemsOf(json)).containsExactly("a rule is an object of keys and values");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\": | not JSON: line 1, column 7: it ends too early",
                "{} {}    | not JSON: line 1, column 5: more follows after the end",
                "{'id':1} | not JSON: line 1, column 2: Unexpected character"
            })
    void whatIsNoJsonIsRefusedWithThePlace(String json, String problem) {
        assertThat(problemsOf(json)).singleElement().asString().startsWith(problem);
    }

    @Test
    void aKeyThatIsGivenTwiceIsRefused() {
        assertThat(problemsOf(ruleWhen(CPU, "\"above\":0.9", "\"above\":0.8")))
                .singleElement()
                .asString()
                .contains("Duplicate field 'above'");
    }

    private static Rule read(String json) throws InvalidRuleException {
        return (Rule) RuleReader.read(json.getBytes(UTF_8));
    }

    private static Threshold threshold(Rule rule) {
        return (Threshold) rule.conditions().get(0);
    }

    private static List<String> problemsOf(String json) {
        return refusalOf(json).problems().stream().map(Problem::toString).toList();
    }

    private static InvalidRuleException refusalOf(String json) {
        InvalidRuleException refusal =
                catchThrowableOfType(InvalidRuleException.class, () -> read(json));
        assertThat(refusal).as(json).isNotNull();
        return refusal;
    }

    private static String rule(String id, String name, String severity, String when) {
        return """
               {"id":"%s","name":"%s","severity":"%s","when":%s}"""
                .formatted(id, name, severity, when);
    }

    private static String ruleWith(String... members) {
        return """
               {"id":"cpu","name":"CPU","severity":"warning","when":%s,%s}"""
                .formatted(WHEN, String.join(",", members));
    }

    private static String ruleWhen(String... members) {
        return rule("cpu", "CPU", "warning", "{" + String.join(",", members) + "}");
    }
}
