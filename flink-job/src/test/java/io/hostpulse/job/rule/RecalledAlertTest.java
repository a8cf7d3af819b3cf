package io.hostpulse.job.rule;

import static io.hostpulse.job.Samples.removal;
import static io.hostpulse.job.Samples.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.Alerts;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.AlertTransition.State;
import io.hostpulse.job.model.PublishedAlert;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An alert about a metric is published as open. */
class RecalledAlertTest {

    private static final AlertTransition BUSY =
            Alerts.firing("r", "a", "system.cpu.total.norm.pct", 5_000, 9_000);
    private static final PublishedAlert PUBLISHED = PublishedAlert.of(BUSY);

    @RegisterExtension private final RulesHarness harness = new RulesHarness();

    @BeforeEach
    void open() throws Exception {
        harness.ruleOf("'when': {'metric': 'system.cpu.total.norm.pct', 'above': 0.9}");
    }

    @Test
    void endsWithTheNewestSampleOnceThoseUpToItHaveBeenRead() throws Exception {
        hear(8_000);
        harness.read(PUBLISHED);
        assertThat(harness.ends()).isEmpty();

        hear(10_000);
        harness.read(PUBLISHED);

        assertThat(harness.ends()).hasSize(1);
        AlertTransition end = harness.ends().get(0);
        assertThat(end.state()).isEqualTo(State.RESOLVED);
        assertThat(end.transition()).isEqualTo(2);
        assertThat(end.resolvedMillis()).isEqualTo(10_000);
        assertThat(end.identity()).isNotNull();
        assertThat(end.reason())
                .isEqualTo("it did not come about again when samples were read again");
        assertThat(harness.events()).isEmpty();
    }

    @Test
    void saysThatItsRuleIsGone() throws Exception {
        harness.rule(
                """
                {'id': 'other', 'name': 'Other', 'severity': 'info', 'when': {'silent': '1m'}}
                """);
        harness.delete("r");
        hear(10_000);

        harness.read(PUBLISHED);

        assertThat(harness.ends())
                .extracting(AlertTransition::reason)
                .containsExactly("the rule does not apply any more");
    }

    @Test
    void ofARemovedHostItEndsAtOnce() throws Exception {
        hear(10_000);
        harness.read(removal("a", 11_000));
        harness.read(PUBLISHED);
        assertThat(harness.ends()).as("it may be new").isEmpty();

        harness.read(PUBLISHED.withoutHost());

        assertThat(harness.ends())
                .extracting(AlertTransition::reason)
                .containsExactly("the host was removed");
        assertThat(harness.stateSize()).isZero();
    }

    @Test
    void ofAHostThatNobodyRemembersItEndsAfterADay() throws Exception {
        harness.setClock(Duration.ofHours(23));
        harness.read(PUBLISHED);
        assertThat(harness.ends()).isEmpty();

        harness.setClock(Duration.ofHours(25));
        harness.read(PUBLISHED);

        assertThat(harness.ends())
                .extracting(AlertTransition::reason)
                .containsExactly("the host is gone");
    }

    private void hear(long timeMillis) throws Exception {
        harness.read(sample("a", timeMillis, 0.5));
    }
}
