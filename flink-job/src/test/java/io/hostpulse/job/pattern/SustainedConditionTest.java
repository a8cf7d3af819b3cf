package io.hostpulse.job.pattern;

import static io.hostpulse.job.model.ConditionEvent.Phase.BEGINS;
import static io.hostpulse.job.model.ConditionEvent.Phase.ENDS;
import static io.hostpulse.job.model.ConditionEvent.Phase.HOLDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.ConditionEvent.Phase;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.cep.CEP;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(MiniClusterExtension.class)
class SustainedConditionTest {

    private static final long TEN_SECONDS = 10_000;

    private final List<ConditionEvent> events = new ArrayList<>();

    @Test
    void matchesAConditionThatHasHeldForLongEnough() throws Exception {
        begin("a", 0);
        hold("a", 0, 5_000);
        hold("a", 0, 10_000);

        assertThat(matches()).extracting(ConditionEvent::timeMillis).containsExactly(10_000L);
    }

    @Test
    void doesNotMatchOneThatEndsAMomentTooEarly() throws Exception {
        begin("a", 0);
        hold("a", 0, 9_999);
        end("a", 0, 10_000);

        assertThat(matches()).isEmpty();
    }

    @Test
    void countsFromTheBeginningAgainAfterAnEnd() throws Exception {
        begin("a", 0);
        hold("a", 0, 8_000);
        end("a", 0, 9_000);
        begin("a", 10_000);
        hold("a", 10_000, 19_000);
        hold("a", 10_000, 20_000);

        assertThat(matches()).extracting(ConditionEvent::timeMillis).containsExactly(20_000L);
    }

    @Test
    void matchesOnceHoweverLongTheConditionHolds() throws Exception {
        begin("a", 0);
        for (long time = 1_000; time <= 60_000; time += 1_000) {
            hold("a", 0, time);
        }

        assertThat(matches()).hasSize(1);
    }

    @Test
    void matchesAtOnceWhenTheRuleWantsNoTime() throws Exception {
        events.add(event("a", BEGINS, 0, 0, 0));
        events.add(event("a", HOLDS, 0, 0, 0));

        assertThat(matches()).hasSize(1);
    }

    @Test
    void keepsHostsApart() throws Exception {
        begin("a", 0);
        begin("b", 5_000);
        end("b", 5_000, 6_000);
        hold("a", 0, 10_000);
        hold("b", 5_000, 20_000);

        assertThat(matches()).extracting(ConditionEvent::alertKey).containsExactly("a");
    }

    private void begin(String key, long time) {
        events.add(event(key, BEGINS, time, time, TEN_SECONDS));
        events.add(event(key, HOLDS, time, time, TEN_SECONDS));
    }

    private void hold(String key, long began, long time) {
        events.add(event(key, HOLDS, began, time, TEN_SECONDS));
    }

    private void end(String key, long began, long time) {
        events.add(event(key, ENDS, began, time, TEN_SECONDS));
    }

    private List<ConditionEvent> matches() throws Exception {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        new Configuration().set(PipelineOptions.GENERIC_TYPES, false));
        environment.setParallelism(1);
        List<ConditionEvent> matches = new ArrayList<>();
        try (CloseableIterator<ConditionEvent> results =
                CEP.pattern(
                                environment.fromData(events).keyBy(ConditionEvent::alertKey),
                                SustainedCondition.pattern())
                        .inProcessingTime()
                        .process(new SustainedCondition.TakeCompletion())
                        .executeAndCollect()) {
            results.forEachRemaining(matches::add);
        }
        return matches;
    }

    private static ConditionEvent event(
            String key, Phase phase, long began, long time, long heldFor) {
        return new ConditionEvent(
                key, phase, "rule", "Rule", "warning", key, key, "", "metric", time, began, began,
                heldFor, 0, 0, 0, 0, 0.95, 0.9, 0.95, 0, "{}", "message", "");
    }
}
