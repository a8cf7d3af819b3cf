package io.hostpulse.job.rule;

import static io.hostpulse.job.Samples.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.Alerts;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.PublishedAlert;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A silence was published, and the operator is restored to a time before. */
class AdoptSilenceTest {

    private static final String RULE =
            """
            {'id': 'down', 'name': 'Host down', 'severity': 'critical', 'when': {'silent': '40s'},
             'message': '{host} silent for {for}', 'labels': {'team': 'web'}}
            """;
    private static final String DOWN = "BEGINS@41000 HOLDS@41000";

    @RegisterExtension private final RulesHarness harness = new RulesHarness();

    @BeforeEach
    void open() throws Exception {
        harness.rule(RULE);
    }

    @Test
    void theSameIsSaidAgainAndEndsWhenTheHostIsHeard() throws Exception {
        hear(1_000);
        OperatorSubtaskState before = harness.snapshot();
        List<ConditionEvent> published = fallSilent();

        harness.restart(before, Duration.ofSeconds(60));
        harness.read(silence(published));
        assertThat(harness.events()).isEqualTo(published);

        harness.story();
        hear(61_000);
        assertThat(harness.events().get(0).reason()).isEqualTo("heard again after 1m");
        assertThat(harness.story()).isEqualTo("ENDS@61000");
        assertThat(harness.stateSize()).isLessThanOrEqualTo(2);
    }

    @Test
    void whatHasBeenAdoptedIsNotRaisedOnceMore() throws Exception {
        hear(1_000);
        OperatorSubtaskState before = harness.snapshot();
        List<ConditionEvent> published = fallSilent();

        harness.restart(before, Duration.ofSeconds(60));
        harness.read(silence(published));
        harness.read(silence(published));
        harness.setClock(Duration.ofMinutes(10));

        assertThat(harness.story()).isEqualTo(DOWN);
    }

    @Test
    void aSilenceThatIsKnownChangesNothing() throws Exception {
        hear(1_000);
        List<ConditionEvent> published = fallSilent();
        harness.story();

        harness.read(silence(published));

        assertThat(harness.events()).isEmpty();
    }

    @Test
    void aHostThatWasHeardMeanwhileEndsItAtTheSampleAtWhichItWas() throws Exception {
        hear(1_000);
        OperatorSubtaskState before = harness.snapshot();
        List<ConditionEvent> published = fallSilent();

        harness.restart(before, Duration.ofSeconds(60));
        hear(61_000);
        hear(62_000);
        harness.read(silence(published));

        assertThat(harness.events().get(2).reason()).isEqualTo("heard again after 1m");
        assertThat(harness.story()).isEqualTo(DOWN + " ENDS@61000");
    }

    /** As an agent sends it that lost the network and kept its samples. */
    @Test
    void aBacklogEndsItAtItsFirstSample() throws Exception {
        hear(1_000);
        OperatorSubtaskState before = harness.snapshot();
        List<ConditionEvent> published = fallSilent();

        harness.restart(before, Duration.ofSeconds(60));
        hear(2_000);
        hear(3_000);
        harness.read(silence(published));

        // its time lies before the alert's
        assertThat(harness.story()).isEqualTo(DOWN + " ENDS@41000");
    }

    @Test
    void itWaitsForTheSampleThatTheReplayHasNotReached() throws Exception {
        hear(500);
        OperatorSubtaskState before = harness.snapshot();
        hear(1_000);
        List<ConditionEvent> published = fallSilent();

        harness.restart(before, Duration.ofSeconds(60));
        harness.read(silence(published));
        assertThat(harness.events()).isEmpty();

        hear(1_000);
        harness.read(silence(published));
        hear(61_000);
        assertThat(harness.story()).isEqualTo(DOWN + " ENDS@61000");
    }

    @Test
    void ofARuleThatIsGoneItEndsAtOnce() throws Exception {
        hear(1_000);
        OperatorSubtaskState before = harness.snapshot();
        List<ConditionEvent> published = fallSilent();

        harness.restart(before, Duration.ofSeconds(60));
        harness.rule(RULE.replace("'down'", "'other'"));
        harness.delete("down");
        harness.read(silence(published));

        assertThat(harness.events().get(2).reason()).isEqualTo("the rule does not apply any more");
        assertThat(harness.story()).isEqualTo(DOWN + " ENDS@1000");
    }

    @Test
    void aRuleThatIsDeletedLaterEndsIt() throws Exception {
        hear(1_000);
        OperatorSubtaskState before = harness.snapshot();
        List<ConditionEvent> published = fallSilent();

        harness.restart(before, Duration.ofSeconds(60));
        harness.read(silence(published));
        harness.delete("down");

        assertThat(harness.events())
                .last()
                .extracting(ConditionEvent::reason)
                .isEqualTo("rule deleted");
    }

    @Test
    void ofAHostThatNobodyRemembersItEndsAfterADay() throws Exception {
        hear(1_000);
        List<ConditionEvent> published = fallSilent();

        harness.reopen();
        harness.setClock(Duration.ofHours(23));
        harness.read(silence(published));
        harness.setClock(Duration.ofHours(25));
        harness.read(silence(published));
        assertThat(harness.events()).as("no rules are known").isEmpty();

        harness.rule(RULE);
        harness.read(silence(published));
        assertThat(harness.events().get(2).reason()).isEqualTo("the host is gone");
        assertThat(harness.story()).isEqualTo(DOWN + " ENDS@1000");
        assertThat(harness.stateSize()).isZero();
    }

    private void hear(long timeMillis) throws Exception {
        harness.read(sample("a", timeMillis, 0.5));
    }

    private List<ConditionEvent> fallSilent() throws Exception {
        harness.setClock(Duration.ofSeconds(40));
        List<ConditionEvent> published = harness.events();
        assertThat(published).hasSize(2);
        return published;
    }

    private static PublishedAlert silence(List<ConditionEvent> published) {
        return PublishedAlert.of(Alerts.firing(published.get(1)));
    }
}
