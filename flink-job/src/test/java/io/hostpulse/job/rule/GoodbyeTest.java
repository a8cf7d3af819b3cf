package io.hostpulse.job.rule;

import static io.hostpulse.job.Samples.goodbye;
import static io.hostpulse.job.Samples.removal;
import static io.hostpulse.job.Samples.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.Alerts;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.PublishedAlert;
import io.hostpulse.wire.proto.Goodbye;
import java.time.Duration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hosts that say that they will be silent. */
class GoodbyeTest {

    private static final String DOWN =
            "{'id':'down','name':'Host down','severity':'critical','when':{'silent':'30s'}}";
    private static final String OVERDUE =
            """
            {'id':'down','name':'Host down','severity':'critical',
             'when':{'silent':'30s','restart_within':'1h','reboot_within':'10m'}}
            """;
    private static final String BUSY =
            """
            {'id':'busy','name':'Busy','severity':'warning','no_data_after':'2m',
             'when':{'metric':'system.cpu.total.norm.pct','above':0.9}}
            """;

    @RegisterExtension private final RulesHarness harness = new RulesHarness();

    @Test
    void aHostThatStopsOrRebootsIsNotDown() throws Exception {
        harness.rule(DOWN);
        hear(1, 0.1);
        say(2, 0.1, Goodbye.STOPPED);
        harness.setClock(Duration.ofHours(3));
        hear(11_000, 0.1);
        say(11_001, 0.1, Goodbye.REBOOTING);
        harness.setClock(Duration.ofHours(6));
        hear(21_700, 0.1);

        assertThat(harness.story()).isEmpty();
    }

    @Test
    void aCrashIsNoticedAllTheSame() throws Exception {
        harness.rule(OVERDUE);
        say(1, 0.1, Goodbye.STOPPED);
        hear(5, 0.1);
        harness.setClock(Duration.ofSeconds(34));
        assertThat(harness.story()).isEmpty();

        harness.setClock(Duration.ofSeconds(35));
        assertThat(harness.story()).isEqualTo("BEGINS@35000 HOLDS@35000");
    }

    @Test
    void aRebootMayTakeAsLongAsTheRuleSays() throws Exception {
        harness.rule(OVERDUE);
        say(1, 0.1, Goodbye.REBOOTING);
        harness.setClock(Duration.ofMinutes(10));
        assertThat(harness.story()).isEmpty();

        harness.setClock(Duration.ofSeconds(601));
        assertThat(harness.events())
                .extracting(ConditionEvent::message)
                .containsOnly("a has been silent for 10m");
        assertThat(harness.events().get(1).reason()).isEqualTo("rebooted and not back within 10m");
        assertThat(harness.story()).isEqualTo("BEGINS@601000 HOLDS@601000");

        hear(700, 0.1);
        assertThat(harness.story()).isEqualTo("ENDS@700000");
    }

    @Test
    void aStopMayTakeAsLongAsTheRuleSays() throws Exception {
        harness.rule(OVERDUE);
        say(1, 0.1, Goodbye.STOPPED);
        harness.setClock(Duration.ofHours(1));
        assertThat(harness.story()).isEmpty();

        harness.setClock(Duration.ofSeconds(3_601));
        assertThat(harness.events().get(1).reason())
                .isEqualTo("was stopped and not started again within 1h");
    }

    @Test
    void anOverrideMayGiveAHostMoreTime() throws Exception {
        harness.rule(
                OVERDUE.replace(
                        "}}", "},'overrides':[{'hosts':{'names':['a']},'reboot_within':'30m'}]}"));
        say(1, 0.1, Goodbye.REBOOTING);

        harness.setClock(Duration.ofMinutes(30));
        assertThat(harness.story()).isEmpty();
        harness.setClock(Duration.ofSeconds(1_801));
        assertThat(harness.events().get(1).reason()).isEqualTo("rebooted and not back within 30m");
    }

    @Test
    void aGoodbyeSurvivesThatTheJobWasDown() throws Exception {
        harness.rule(OVERDUE);
        say(1, 0.1, Goodbye.STOPPED);

        harness.restart(Duration.ofMinutes(5));
        harness.setClock(Duration.ofMinutes(50));

        assertThat(harness.story()).isEmpty();
    }

    @Test
    void aGoodbyeOlderThanTheNewestSampleChangesNothing() throws Exception {
        harness.rule(DOWN);
        hear(10, 0.1);
        harness.read(goodbye("a", 5_000, 0.1, Goodbye.STOPPED));

        harness.setClock(Duration.ofSeconds(40));

        assertThat(harness.story()).isEqualTo("BEGINS@40000 HOLDS@40000");
    }

    @Test
    void whatWasOnItsWayWhenTheHostStoppedDoesNotBringItBack() throws Exception {
        harness.rule(OVERDUE);
        say(10, 0.1, Goodbye.REBOOTING);
        harness.setClock(Duration.ofSeconds(12));
        harness.read(sample("a", 9_000, 0.1));

        harness.setClock(Duration.ofSeconds(609));
        assertThat(harness.story()).isEmpty();
        harness.setClock(Duration.ofSeconds(610));
        assertThat(harness.story()).isEqualTo("BEGINS@610000 HOLDS@610000");
        harness.read(sample("a", 9_500, 0.1));
        assertThat(harness.story()).isEmpty();
    }

    @Test
    void aHostThatIsDownAndSaysGoodbyeIsNotDownAnyMore() throws Exception {
        harness.rule(DOWN);
        hear(1, 0.1);
        harness.setClock(Duration.ofSeconds(31));
        say(50, 0.1, Goodbye.STOPPED);
        harness.setClock(Duration.ofMinutes(10));

        assertThat(harness.story()).isEqualTo("BEGINS@31000 HOLDS@31000 ENDS@50000");
    }

    @Test
    void alertsOfAStoppedHostEndWhenNoDataHasComeForLongEnough() throws Exception {
        harness.rule(BUSY);
        hear(1, 0.95);
        harness.story();
        say(2, 0.95, Goodbye.STOPPED);

        harness.setClock(Duration.ofSeconds(121));
        assertThat(harness.story()).isEmpty();
        harness.setClock(Duration.ofSeconds(122));

        assertThat(harness.events().get(0).reason()).isEqualTo("the host was stopped");
        assertThat(harness.story()).isEqualTo("ENDS@122000");
        hear(300, 0.95);
        assertThat(harness.story()).isEqualTo("BEGINS@300000 HOLDS@300000");
    }

    @Test
    void alertsGoOnOverARestartOfTheAgent() throws Exception {
        harness.rule(BUSY);
        hear(1, 0.95);
        say(2, 0.95, Goodbye.STOPPED);
        hear(5, 0.95);
        hear(6, 0.1);

        assertThat(harness.story()).isEqualTo("BEGINS@1000 HOLDS@1000 ENDS@6000");
    }

    @Test
    void alertsOfAHostThatRebootsStayAsTheyAre() throws Exception {
        harness.rule(BUSY);
        hear(1, 0.95);
        say(2, 0.95, Goodbye.REBOOTING);
        harness.setClock(Duration.ofHours(3));

        assertThat(harness.story()).isEqualTo("BEGINS@1000 HOLDS@1000");
    }

    /** Restored to before the end was decided: the next sample decides it in the same way. */
    @Test
    void itDoesNotMatterWhetherTheClockOrTheNextSampleEndsThem() throws Exception {
        harness.rule(BUSY);
        hear(1, 0.95);
        say(2, 0.95, Goodbye.STOPPED);
        OperatorSubtaskState before = harness.snapshot();
        harness.story();
        harness.setClock(Duration.ofSeconds(200));
        ConditionEvent published = harness.events().get(0);

        harness.restart(before, Duration.ofSeconds(210));
        hear(211, 0.95);

        assertThat(harness.events().get(0)).isEqualTo(published);
        assertThat(harness.story()).isEqualTo("ENDS@122000 BEGINS@211000 HOLDS@211000");
    }

    @Test
    void aRemovedHostIsForgottenAtOnceAndItsAlertsEnd() throws Exception {
        harness.rule(DOWN);
        harness.rule(BUSY);
        int rules = harness.stateSize();
        hear(1, 0.95);
        harness.setClock(Duration.ofSeconds(40));
        harness.story();
        harness.read(removal("a", 45_000));

        assertThat(harness.events())
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.reason()).isEqualTo("the host was removed"));
        assertThat(harness.story()).isEqualTo("ENDS@45000 ENDS@45000");
        assertThat(harness.stateSize()).isEqualTo(rules);

        harness.setClock(Duration.ofDays(2));
        assertThat(harness.story()).isEmpty();
        hear(172_801, 0.95);
        assertThat(harness.story()).isEqualTo("BEGINS@172801000 HOLDS@172801000");
    }

    @Test
    void theClockOfWhoRemovesAHostMayBeBehindIts() throws Exception {
        harness.rule(BUSY);
        hear(100, 0.95);
        harness.story();

        harness.read(removal("a", 40_000));

        assertThat(harness.story()).isEqualTo("ENDS@100000");
    }

    @Test
    void anEarlierJobsAlertAboutARemovedHostEnds() throws Exception {
        harness.rule(DOWN);
        PublishedAlert left = PublishedAlert.of(Alerts.silence("a", 1_000));
        harness.setClock(Duration.ofSeconds(60));
        harness.read(left);
        assertThat(harness.story()).isEmpty();

        harness.read(left.withoutHost());
        assertThat(harness.events())
                .last()
                .extracting(ConditionEvent::reason)
                .isEqualTo("the host was removed");
        assertThat(harness.story()).isEqualTo("BEGINS@31000 HOLDS@31000 ENDS@1000");
    }

    private void hear(long second, double cpu) throws Exception {
        harness.setClock(Duration.ofSeconds(second));
        harness.read(sample("a", second * 1_000, cpu));
    }

    private void say(long second, double cpu, Goodbye goodbye) throws Exception {
        harness.setClock(Duration.ofSeconds(second));
        harness.read(goodbye("a", second * 1_000, cpu, goodbye));
    }
}
