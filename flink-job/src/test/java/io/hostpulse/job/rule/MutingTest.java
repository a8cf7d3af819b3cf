package io.hostpulse.job.rule;

import static io.hostpulse.job.rule.Readings.CPU;
import static io.hostpulse.job.rule.Readings.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.model.ConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What begins, goes on and ends during maintenance and outside active times. */
class MutingTest {

    private static final String SINGLE =
            "'no_data_after': '5s', 'when': {'metric': '%s', 'above': 0.9}".formatted(CPU);
    private static final String SEQUENCE =
            """
            'no_data_after': '5s', 'when': {'sequence': [
                {'step': 'one', 'metric': '%1$s', 'above': 0.5},
                {'step': 'two', 'metric': '%1$s', 'above': 0.9, 'clear': 0.7, 'within': '1m'}]}"""
                    .formatted(CPU);
    private static final String BURSTS =
            """
            'no_data_after': '5s', 'when': {'metric': '%s', 'above': 0.9,
                'repeats': {'times': 3, 'within': '30s', 'at_most': '5s'}}"""
                    .formatted(CPU);

    private static final Map<String, Double> ABSENT = Map.of();

    @RegisterExtension private final RulesHarness harness = new RulesHarness();

    @Test
    void maintenanceMutesWhatBeginsAndWhatFires() throws Exception {
        harness.ruleOf(SINGLE);
        cpu(1, 0.95);
        maintain("work");
        cpu(2, 0.95);
        cpu(3, 0.5);
        cpu(4, 0.95);
        harness.delete("work");
        cpu(5, 0.95);

        assertThat(mutes()).containsExactly(0L, 0L, 60L, 60L, 60L, 60L, 0L);
        assertThat(story()).isEqualTo("BEGINS@1 HOLDS@1 MUTE@2 ENDS@3 BEGINS@4 HOLDS@4 MUTE@5");
    }

    @Test
    void anAlertAboutASequenceIsMutedAndUnmutedWhileItFires() throws Exception {
        harness.ruleOf(SEQUENCE);
        cpu(1, 0.4);
        cpu(2, 0.6);
        cpu(3, 0.95);
        maintain("work");
        cpu(4, 0.95);
        cpu(5, 0.95);
        harness.delete("work");
        cpu(6, 0.95);
        cpu(7, 0.5);

        assertThat(mutes()).containsExactly(0L, 0L, 60L, 0L, 0L);
        assertThat(story()).isEqualTo("STEP@2 STEP@3 MUTE@4 MUTE@6 ENDS@7");
    }

    @Test
    void aStepThatBeginsAgainDoesNotHideIt() throws Exception {
        harness.ruleOf(SEQUENCE.replace("'above': 0.5", "'at_least': 0.8, 'clear': 0.75"));
        cpu(1, 0.4);
        cpu(2, 0.8);
        cpu(3, 0.95);
        cpu(4, 0.72);
        maintain("work");
        cpu(5, 0.8);

        assertThat(story()).isEqualTo("STEP@2 STEP@3 HYSTERESIS@4 STEP@5 MUTE@5");
    }

    @Test
    void anAlertAboutARepetitionIsMutedAndUnmutedWhileItFires() throws Exception {
        harness.ruleOf(BURSTS);
        for (int second = 0; second < 6; second++) {
            cpu(second, second % 2 == 0 ? 0.5 : 0.95);
        }
        cpu(6, 0.5);
        maintain("work");
        cpu(7, 0.5);
        cpu(8, 0.5);
        harness.delete("work");
        cpu(9, 0.5);

        assertThat(mutes()).containsExactly(0L, 0L, 0L, 60L, 0L);
        assertThat(story()).isEqualTo("BURST@2 BURST@4 BURST@6 MUTE@7 MUTE@9");
    }

    @Test
    void anAlertThatFiresAtTheFirstSampleOfAMaintenanceIsMutedFromTheBeginning() throws Exception {
        harness.ruleOf(BURSTS);
        for (int second = 0; second < 6; second++) {
            cpu(second, second % 2 == 0 ? 0.5 : 0.95);
        }
        maintain("work");
        cpu(6, 0.5);

        assertThat(mutes()).containsExactly(0L, 0L, 60L, 60L);
        assertThat(story())
                .as("nothing has fired before that could be muted")
                .isEqualTo("BURST@2 BURST@4 MUTE@6 BURST@6");
    }

    static Stream<String> aboutHighValues() {
        return Stream.of(SINGLE, SEQUENCE);
    }

    @ParameterizedTest
    @MethodSource("aboutHighValues")
    void whatIsWithoutDataIsMutedWhenTheyComeAgain(String body) throws Exception {
        harness.ruleOf(body);
        cpu(1, 0.4);
        cpu(2, 0.6);
        cpu(3, 0.95);
        read(8, ABSENT);
        harness.story();
        maintain("work");
        read(9, ABSENT);
        cpu(10, 0.95);

        assertThat(mutes()).containsExactly(60L);
        assertThat(story()).isEqualTo("DATA@10");
    }

    @ParameterizedTest
    @MethodSource("aboutHighValues")
    void thatAMaintenanceIsOverIsNoTransition(String body) throws Exception {
        maintain("work");
        harness.ruleOf(body);
        cpu(51, 0.4);
        cpu(52, 0.6);
        cpu(53, 0.95);
        harness.story();
        cpu(61, 0.95);

        assertThat(story()).isEmpty();
    }

    /** Until a minute after the epoch. */
    private void maintain(String id) throws Exception {
        harness.rule(
                """
                {'maintenance': '%s', 'hosts': {'names': ['a']}, 'comment': 'disks',
                 'from': '1970-01-01T00:00:00Z', 'to': '1970-01-01T00:01:00Z'}"""
                        .formatted(id));
    }

    private void cpu(long second, double value) throws Exception {
        read(second, Map.of(CPU, value));
    }

    private void read(long second, Map<String, Double> values) throws Exception {
        harness.read(sample("a", second * 1000, values, Map.of()));
    }

    /** Until when events say that their alerts are muted, in seconds. */
    private List<Long> mutes() {
        return harness.events().stream()
                .map(ConditionEvent::mutedUntilMillis)
                .map(millis -> millis / 1000)
                .toList();
    }

    private String story() {
        return harness.story().replace("000", "");
    }
}
