package io.hostpulse.agent.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hostpulse.wire.proto.AgentGroup;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AgentHealthReaderTest {

    private static final int OWN_PID = 7;

    private final ReadFailures failures = new ReadFailures();
    private final OwnProcess processes = new OwnProcess();
    private final AgentHealthReader reader =
            new AgentHealthReader(
                    AgentVitals.idle(),
                    failures,
                    processes,
                    OWN_PID,
                    () -> Readings.number(1).startNanos() + 2_500_000);

    @Test
    void aHealthyAgentNamesNoGroup() {
        failures.attemptGroup("disks", "disks", () -> 1);

        HostSample sample = read();

        assertThat(sample.getAgentGroupsList()).isEmpty();
        assertThat(sample.getAgentHealth().getReadFailures()).isZero();
        assertThat(sample.getAgentHealth().getMemoryRssBytes()).isEqualTo(64);
        assertThat(sample.getAgentHealth().getCpuMs()).isEqualTo(30);
        assertThat(sample.getAgentHealth().getCollectionMs()).isEqualTo(2.5);
    }

    @Test
    void everyGroupThatHasFailedIsNamedWithItsCount() {
        failTo("sensors");
        failTo("disks");
        failTo("sensors");
        failures.attemptGroup("uptime", "uptime", () -> 1);

        HostSample sample = read();

        assertThat(sample.getAgentGroupsList())
                .extracting(AgentGroup::getName, AgentGroup::getReadFailures)
                .containsExactly(tuple("disks", 1L), tuple("sensors", 2L));
        assertThat(sample.getAgentHealth().getReadFailures()).isEqualTo(3);
    }

    @Test
    void anAgentThatCannotSeeItselfTellsOfTheFailure() {
        processes.isUnreadable = true;

        HostSample sample = read();

        assertThat(sample.getAgentHealth().hasCpuMs()).isFalse();
        assertThat(sample.getAgentHealth().hasCollectionMs()).isTrue();
        assertThat(sample.getAgentGroupsList())
                .extracting(AgentGroup::getName, AgentGroup::getReadFailures)
                .containsExactly(tuple("agent_health", 1L));
    }

    private HostSample read() {
        return failures.attemptGroup(
                        "agent_health", reader.subject(), () -> Readings.read(reader, 1))
                .orElseThrow();
    }

    private void failTo(String group) {
        failures.attemptGroup(
                group,
                group,
                () -> {
                    throw new IOException("gone");
                });
    }

    /** The agent's own process and no other. */
    private static final class OwnProcess implements ProcessTable {

        private boolean isUnreadable;

        @Override
        public List<ProcessFigures> list() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<ProcessFigures> find(int pid) {
            if (isUnreadable) {
                throw new UnsatisfiedLinkError("no library");
            }
            return pid == OWN_PID
                    ? Optional.of(
                            new ProcessFigures(
                                    pid, 1, 0, "agent", State.RUNNING, 1000, 30, 900, 64, 2))
                    : Optional.empty();
        }

        @Override
        public Optional<ProcessDetails> details(ProcessFigures process) {
            throw new UnsupportedOperationException();
        }

        @Override
        public OptionalLong startedSinceBoot() {
            throw new UnsupportedOperationException();
        }
    }
}
