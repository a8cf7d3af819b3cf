package io.hostpulse.agent.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.agent.read.ProcessTable.ProcessDetails;
import io.hostpulse.agent.read.ProcessTable.ProcessFigures;
import io.hostpulse.agent.read.ProcessTable.State;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Process;
import io.hostpulse.wire.proto.ProcessSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProcessReaderTest {

    private int cores = 2;
    private long memory = 1000;

    private final ScriptedTable table = new ScriptedTable();
    private final ProcessReader reader =
            new ProcessReader(
                    table, EnumSet.allOf(State.class), () -> 2, () -> cores, () -> memory);

    @Test
    void processesAreCountedByStateWithTheirThreads() throws IOException {
        table.add(1, State.SLEEPING, 0, 1).add(2, State.RUNNING, 0, 1).add(3, State.ZOMBIE, 0, 0);

        ProcessSummary summary = Readings.read(reader, 1).getProcessSummary();

        assertThat(summary.getTotal()).isEqualTo(3);
        assertThat(summary.getSleeping()).isEqualTo(1);
        assertThat(summary.getRunning()).isEqualTo(1);
        assertThat(summary.getZombie()).isEqualTo(1);
        assertThat(summary.getStopped()).isZero();
        assertThat(summary.hasStopped()).isTrue();
        assertThat(summary.getThreads()).isEqualTo(6);
    }

    @Test
    void startsAreARate() throws IOException {
        table.add(1, State.RUNNING, 0, 1);
        table.started = OptionalLong.of(100);
        assertThat(Readings.read(reader, 1).getProcessSummary().hasCreatedPerSec()).isFalse();
        table.started = OptionalLong.of(150);

        assertThat(Readings.read(reader, 2).getProcessSummary().getCreatedPerSec()).isEqualTo(5);
    }

    @Test
    void theTopByCpuAndTheTopByMemoryAreReportedEachOnce() throws IOException {
        table.add(1, State.RUNNING, 0, 500).add(2, State.RUNNING, 0, 400);
        table.add(3, State.RUNNING, 0, 1).add(4, State.RUNNING, 0, 2).add(5, State.RUNNING, 0, 3);
        Readings.read(reader, 1);
        table.clear();
        table.add(1, State.RUNNING, 8000, 500).add(2, State.RUNNING, 0, 400);
        table.add(3, State.RUNNING, 1000, 1).add(4, State.RUNNING, 0, 2);
        table.add(5, State.RUNNING, 500, 3);

        HostSample sample = Readings.read(reader, 2);

        assertThat(sample.getProcessesList()).extracting(Process::getPid).containsExactly(1, 3, 2);
        Process busiest = sample.getProcesses(0);
        assertThat(busiest.getCpuTotalPct()).isEqualTo(0.8);
        assertThat(busiest.getCpuTotalNormPct()).isEqualTo(0.4);
        assertThat(busiest.getCpuTotalMs()).isEqualTo(8000);
        assertThat(busiest.getMemoryRssBytes()).isEqualTo(500);
        assertThat(busiest.getMemoryRssPct()).isEqualTo(0.5);
        assertThat(busiest.getState()).isEqualTo("running");
        assertThat(busiest.getUser()).isEqualTo("user-1");
        assertThat(busiest.getFdOpen()).isEqualTo(7);
    }

    @Test
    void sharesAreOfTheCoresAndTheMemoryThatTheHostHasNow() throws IOException {
        table.add(1, State.RUNNING, 0, 500);
        Readings.read(reader, 1);
        table.clear();
        table.add(1, State.RUNNING, 18_000, 500);
        cores = 1;
        memory = 2000;

        Process process = Readings.read(reader, 2).getProcesses(0);

        assertThat(process.getCpuTotalPct()).as("used before the core was gone").isEqualTo(1.8);
        assertThat(process.hasCpuTotalNormPct()).as("of more than there are now").isFalse();
        assertThat(process.getMemoryRssPct()).isEqualTo(0.25);

        table.clear();
        table.add(1, State.RUNNING, 23_000, 500);
        assertThat(Readings.read(reader, 3).getProcesses(0).getCpuTotalNormPct()).isEqualTo(0.5);
    }

    @Test
    void theFirstReadingHasNoCpuShareAndGoesByTheTimeSinceStart() throws IOException {
        table.add(1, State.RUNNING, 10, 1).add(2, State.RUNNING, 900, 1);
        table.add(3, State.RUNNING, 800, 1).add(4, State.RUNNING, 0, 9);

        HostSample sample = Readings.read(reader, 1);

        assertThat(sample.getProcessesList())
                .extracting(Process::getPid)
                .containsExactly(2, 3, 4, 1);
        assertThat(sample.getProcesses(0).hasCpuTotalPct()).isFalse();
    }

    @Test
    void aProcessThatWasStartedInTheIntervalUsedAllItHas() throws IOException {
        table.add(1, State.RUNNING, 0, 1);
        Readings.read(reader, 1);
        table.add(9, State.RUNNING, 3000, 1);

        Process started = Readings.read(reader, 2).getProcesses(0);

        assertThat(started.getPid()).isEqualTo(9);
        assertThat(started.getCpuTotalPct()).isEqualTo(0.3);
    }

    @Test
    void aNumberThatIsGivenToAnotherProcessIsNoStepBack() throws IOException {
        table.add(1, State.RUNNING, 9000, 1);
        Readings.read(reader, 1);
        table.clear();
        table.generation = 2;
        table.add(1, State.RUNNING, 500, 1);

        assertThat(Readings.read(reader, 2).getProcesses(0).getCpuTotalPct()).isEqualTo(0.05);
    }

    @Test
    void moreTimeThanTheIntervalHasIsNoPeak() throws IOException {
        table.add(1, State.RUNNING, 0, 1);
        Readings.read(reader, 1);
        table.add(9, State.RUNNING, 3_000_000, 2);

        HostSample sample = Readings.read(reader, 2);

        assertThat(sample.getProcessesList())
                .filteredOn(process -> process.getPid() == 9)
                .singleElement()
                .matches(process -> !process.hasCpuTotalPct());
    }

    @Test
    void aLongCommandLineIsCut() throws IOException {
        table.commandLine = "x".repeat(5000);
        table.add(1, State.RUNNING, 0, 1);

        Process process = Readings.read(reader, 1).getProcesses(0);

        assertThat(process.getCommandLine()).hasSize(2048);
    }

    @Test
    void aCharacterIsNeverCutInHalf() throws IOException {
        table.commandLine = "x".repeat(2047) + "\uD83D\uDE00";
        table.add(1, State.RUNNING, 0, 1);

        Process process = Readings.read(reader, 1).getProcesses(0);

        assertThat(process.getCommandLine()).isEqualTo("x".repeat(2047));
    }

    @Test
    void aProcessThatEndsWhileItIsReadIsLeftOut() throws IOException {
        table.add(1, State.RUNNING, 0, 1).add(2, State.RUNNING, 0, 1);
        table.ended = 2;

        HostSample sample = Readings.read(reader, 1);

        assertThat(sample.getProcessesList()).extracting(Process::getPid).containsExactly(1);
        assertThat(sample.getProcessSummary().getTotal()).isEqualTo(2);
    }

    /** Processes that the test puts there. */
    private static final class ScriptedTable implements ProcessTable {

        private final List<ProcessFigures> processes = new ArrayList<>();
        private OptionalLong started = OptionalLong.empty();
        private String commandLine = "program --option";
        private long generation = 1;
        private int ended;

        ScriptedTable add(int pid, State state, long cpuMs, long rssBytes) {
            processes.add(
                    new ProcessFigures(
                            pid, generation, 0, "program", state, 1000, cpuMs, 900, rssBytes, 2));
            return this;
        }

        void clear() {
            processes.clear();
        }

        @Override
        public List<ProcessFigures> list() {
            return List.copyOf(processes);
        }

        @Override
        public Optional<ProcessFigures> find(int pid) {
            return processes.stream().filter(process -> process.pid() == pid).findFirst();
        }

        @Override
        public Optional<ProcessDetails> details(ProcessFigures process) {
            return process.pid() == ended
                    ? Optional.empty()
                    : Optional.of(
                            new ProcessDetails(
                                    process.name(),
                                    Optional.of("user-" + process.pid()),
                                    Optional.of(commandLine),
                                    OptionalLong.empty(),
                                    OptionalLong.of(7),
                                    OptionalLong.empty(),
                                    OptionalLong.empty()));
        }

        @Override
        public OptionalLong startedSinceBoot() {
            return started;
        }
    }
}
