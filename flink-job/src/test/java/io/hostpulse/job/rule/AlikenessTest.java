package io.hostpulse.job.rule;

import static io.hostpulse.job.rule.Readings.CPU;
import static io.hostpulse.job.rule.Readings.MEMORY;
import static io.hostpulse.job.rule.Readings.USED;
import static io.hostpulse.job.rule.Readings.sample;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.wire.rule.Rule;
import io.hostpulse.wire.rule.RuleReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlikenessTest {

    private static final String FILLING =
            """
            {"id": "filling", "name": "F", "severity": "info", "when": {"sequence": [
                {"step": "one", "metric": "%1$s", "at_least": 0.7},
                {"step": "two", "metric": "%1$s", "at_least": 0.8, "within": "1h"}],
                "unless": {"metric": "%2$s", "below": 0.4, "clear": 0.6}}}"""
                    .formatted(USED, MEMORY);

    private final Alikeness alikeness = new Alikeness(List.of(rule(FILLING)));

    @Test
    void samplesAreAlikeWhateverTheirValues() {
        assertThat(of(Map.of(CPU, 0.1, MEMORY, 0.7), Map.of("/", 0.1, "/a", 0.2)))
                .isEqualTo(of(Map.of(CPU, 0.9, MEMORY, 0.8), Map.of("/", 0.9, "/a", 0.8)));
    }

    @Test
    void metricsThatNoRuleAsksForDoNotCount() {
        assertThat(of(Map.of(MEMORY, 0.7), Map.of()))
                .isEqualTo(of(Map.of(CPU, 0.9, MEMORY, 0.8), Map.of()));
    }

    @Test
    void aMetricThatComesOrGoesMakesADifference() {
        assertThat(of(Map.of(MEMORY, 0.7), Map.of())).isNotEqualTo(of(Map.of(), Map.of()));
        assertThat(of(Map.of(MEMORY, 0.7), Map.of("/", 0.5)))
                .isNotEqualTo(of(Map.of(MEMORY, 0.7), Map.of("/", Double.NaN)));
    }

    @Test
    void aThingThatTakesThePlaceOfAnotherMakesADifference() {
        assertThat(of(Map.of(), Map.of("/a", 0.5))).isNotEqualTo(of(Map.of(), Map.of("/b", 0.5)));
        // names whose hash codes are the same
        assertThat(of(Map.of(), Map.of("/Aa", 0.5))).isNotEqualTo(of(Map.of(), Map.of("/BB", 0.5)));
    }

    @Test
    void whatRulesASequenceOutMakesADifferenceAndSoDoesItsHysteresis() {
        assertThat(List.of(ofMemory(0.3), ofMemory(0.5), ofMemory(0.7))).doesNotHaveDuplicates();
        assertThat(ofMemory(0.3)).isEqualTo(ofMemory(0.1));
    }

    @Test
    void otherRulesMakeADifference() {
        Alikeness ofOthers = new Alikeness(List.of(rule(FILLING.replace("filling", "other"))));

        assertThat(ofOthers.of(sample("a", 1, Map.of(MEMORY, 0.7), Map.of())))
                .isNotEqualTo(ofMemory(0.7));
    }

    private long ofMemory(double used) {
        return of(Map.of(MEMORY, used), Map.of());
    }

    private long of(Map<String, Double> ofHost, Map<String, Double> used) {
        return alikeness.of(sample("a", 1, ofHost, used));
    }

    private static PreparedRule rule(String json) {
        try {
            return PreparedRule.of((Rule) RuleReader.read(json.getBytes(UTF_8)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
