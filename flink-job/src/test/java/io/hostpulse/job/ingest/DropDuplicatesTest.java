package io.hostpulse.job.ingest;

import static io.hostpulse.job.ingest.DropDuplicatesHarness.MAX_HOSTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which samples pass, and what is kept of those that did. */
class DropDuplicatesTest {

    private static final long RETENTION_MILLIS = DropDuplicatesHarness.RETENTION.toMillis();

    @RegisterExtension private final DropDuplicatesHarness harness = new DropDuplicatesHarness();

    @Test
    void aSampleThatIsSentAgainPassesOnce() throws Exception {
        process("web-1", "run", 1);
        process("web-1", "run", 1);
        process("web-1", "run", 2);
        process("web-1", "run", 1);

        assertPassed("web-1 run 1", "web-1 run 2");
        assertThat(harness.metrics().count("hostpulse.duplicateSamples")).isEqualTo(2);
    }

    @Test
    void samplesOutOfOrderPassOnceEach() throws Exception {
        process("web-1", "run", 5);
        process("web-1", "run", 3);
        process("web-1", "run", 4);
        process("web-1", "run", 3);
        process("web-1", "run", 5);
        process("web-1", "run", 1);

        assertPassed("web-1 run 5", "web-1 run 3", "web-1 run 4", "web-1 run 1");
    }

    @Test
    void aNewRunOfTheAgentCountsFromOneAgain() throws Exception {
        process("web-1", "first", 1);
        process("web-1", "second", 1);
        process("web-1", "first", 1);
        process("web-1", "second", 1);

        assertPassed("web-1 first 1", "web-1 second 1");
    }

    @Test
    void hostsAreToldApartEvenWhereTheirRunsAreCalledTheSame() throws Exception {
        process("web-1", "run", 1);
        process("web-2", "run", 1);
        process("web-1", "run", 1);

        assertPassed("web-1 run 1", "web-2 run 1");
    }

    @Test
    void whatHasPassedIsStillKnownAfterARestore() throws Exception {
        process("web-1", "run", 1);
        process("web-1", "run", 2);
        process("web-2", "run", 1);
        harness.restart();
        process("web-1", "run", 2);
        process("web-2", "run", 1);
        process("web-1", "run", 3);

        assertPassed("web-1 run 3");
    }

    @Test
    void whatWasRestoredIsForgottenWhenItsTimeHasCome() throws Exception {
        process("web-1", "run", 1);
        harness.restart();
        harness.setClock(RETENTION_MILLIS);

        assertNothingIsKept();
    }

    @Test
    void nothingIsKeptOfAHostThatHasBeenSilentForTheRetentionTime() throws Exception {
        process("web-1", "first", 1);
        process("web-1", "second", 1);
        process("web-2", "run", 1);

        harness.setClock(RETENTION_MILLIS - 1);
        assertThat(harness.stateEntries()).isPositive();
        harness.setClock(RETENTION_MILLIS);

        assertNothingIsKept();
    }

    @Test
    void aRunIsKnownForTheRetentionTimeSinceItsNewestSample() throws Exception {
        process("web-1", "run", 1);
        harness.setClock(RETENTION_MILLIS - 1);
        process("web-1", "run", 2);
        harness.setClock(2 * RETENTION_MILLIS - 2);
        process("web-1", "run", 1);
        assertPassed("web-1 run 1", "web-1 run 2");

        harness.setClock(2 * RETENTION_MILLIS - 1);

        assertNothingIsKept();
    }

    @Test
    void anOldRunIsForgottenWhileANewOneGoesOn() throws Exception {
        process("web-1", "first", 1);
        harness.setClock(RETENTION_MILLIS / 2);
        process("web-1", "second", 1);
        harness.setClock(RETENTION_MILLIS);

        process("web-1", "first", 1);
        process("web-1", "second", 1);

        assertPassed("web-1 first 1", "web-1 second 1", "web-1 first 1");
    }

    @Test
    void aHostThatComesBackAfterItWasForgottenIsForgottenAgain() throws Exception {
        process("web-1", "run", 1);
        harness.setClock(RETENTION_MILLIS);
        process("web-1", "run", 1);
        assertPassed("web-1 run 1", "web-1 run 1");

        harness.setClock(2 * RETENTION_MILLIS);

        assertNothingIsKept();
    }

    @Test
    void ofEndlessRunsTheOldestAreForgotten() throws Exception {
        for (int run = 0; run < 10 * HostRuns.MOST; run++) {
            harness.setClock(run);
            process("web-1", "run-" + run, 1);
        }
        assertThat(harness.stateEntries()).isLessThan(5);
        harness.forgetPassed();

        process("web-1", "run-" + (10 * HostRuns.MOST - 1), 1);
        process("web-1", "run-" + 9 * HostRuns.MOST, 1);
        process("web-1", "run-" + (9 * HostRuns.MOST - 1), 1);

        assertPassed("web-1 run-1151 1");
    }

    @Test
    void nothingIsTakenOfMoreHostsThanThereMayBeUntilOneIsForgotten() throws Exception {
        for (int host = 0; host < MAX_HOSTS + 5; host++) {
            process("host-" + host, "run", 1);
        }
        process("host-0", "run", 2);

        assertThat(harness.passed()).hasSize(MAX_HOSTS + 1);
        assertThat(harness.metrics().count("hostpulse.samplesOfTooManyHosts")).isEqualTo(5);
        assertThat(harness.metrics().gauge("hostpulse.knownHosts")).isEqualTo((long) MAX_HOSTS);

        harness.setClock(RETENTION_MILLIS);
        assertThat(harness.metrics().gauge("hostpulse.knownHosts")).isEqualTo(0L);
        harness.forgetPassed();
        process("host-" + MAX_HOSTS, "run", 2);
        assertPassed("host-" + MAX_HOSTS + " run 2");
    }

    @Test
    void hostsStillCountAfterARestore() throws Exception {
        for (int host = 0; host < MAX_HOSTS; host++) {
            process("host-" + host, "run", 1);
        }
        harness.restart();
        process("host-0", "run", 2);
        process("stranger", "run", 1);

        assertPassed("host-0 run 2");
        assertThat(harness.metrics().count("hostpulse.samplesOfTooManyHosts")).isEqualTo(1);
    }

    @Test
    void samplesOfARemovedHostThatAreSentAgainDoNotPass() throws Exception {
        process("web-1", "run", 1);
        remove("web-1", 2_000);
        remove("web-1", 2_000);
        process("web-1", "run", 1);
        process("web-1", "run", 2);

        assertPassed("web-1 run 1", "web-1  2000", "web-1 run 2");
        assertThat(harness.values("hostpulse.agent.senders")).last().isEqualTo(1.0);
    }

    @Test
    void theRemovalOfAHostThatIsNotKnownPassesAndIsNotKept() throws Exception {
        for (int host = 0; host < 2 * MAX_HOSTS; host++) {
            remove("host-" + host, 1_000);
        }

        assertThat(harness.passed()).hasSize(2 * MAX_HOSTS);
        assertNothingIsKept();
    }

    private void remove(String hostId, long timeMillis) throws Exception {
        harness.take(Samples.removal(hostId, timeMillis));
    }

    private void process(String hostId, String runId, long sequence) throws Exception {
        harness.take(Samples.sample(hostId, runId, sequence, 1_000, 0.5));
    }

    private void assertPassed(String... samples) {
        assertThat(harness.passed())
                .extracting(
                        sample -> sample.hostId() + " " + sample.runId() + " " + sample.sequence())
                .containsExactly(samples);
    }

    private void assertNothingIsKept() {
        assertThat(harness.stateEntries()).isZero();
        assertThat(harness.timers()).isZero();
    }
}
