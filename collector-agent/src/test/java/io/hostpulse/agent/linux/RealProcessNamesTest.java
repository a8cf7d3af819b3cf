package io.hostpulse.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hostpulse.agent.read.ProcessReader;
import io.hostpulse.agent.read.ProcessTable.ProcessFigures;
import io.hostpulse.agent.read.ProcessTable.State;
import io.hostpulse.agent.read.Reading;
import io.hostpulse.wire.proto.HostSample;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes of this machine that give themselves names which get in the way of reading them. */
class RealProcessNamesTest {

    private static final Path PROC = Path.of("/proc");

    private final List<Process> started = new ArrayList<>();
    private final LinuxProcesses processes =
            new LinuxProcesses(PROC, 100, 4096, new UserNames(Path.of("/etc/passwd")));

    @BeforeEach
    void onLinux() {
        assumeTrue(Files.isWritable(PROC.resolve("self/comm")));
    }

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    /** Names as printf(1) takes them, and as Java writes them. */
    private static List<Arguments> names() {
        return List.of(
                Arguments.of("evil\\nname", "evil\nname"),
                Arguments.of("\\nfirst", "\nfirst"),
                Arguments.of("last\\n", "last\n"),
                Arguments.of("a) S 1 (b", "a) S 1 (b"),
                Arguments.of("((((", "(((("),
                Arguments.of("))", "))"),
                Arguments.of(")\\n1 (x) R 1", ")\n1 (x) R 1"),
                Arguments.of("two  words", "two  words"),
                Arguments.of("a\\tb\\007\\033[2J", "a\tb\u0007\u001b[2J"),
                Arguments.of("bad\\377\\376!", "bad\\xff\\xfe!"),
                Arguments.of("caf\\303", "caf\\xc3"),
                Arguments.of("caf\\303\\251", "café"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void aProcessOfAnyNameIsListed(String printed, String name) throws IOException {
        long pid = start("printf '" + printed + "' > /proc/$$/comm");

        ProcessFigures figures = listed(pid);

        assertThat(figures.name()).isEqualTo(name);
        assertThat(figures.parentPid()).isEqualTo((int) ProcessHandle.current().pid());
        assertThat(figures.threads()).isEqualTo(1);
        assertThat(figures.rssBytes()).isPositive();
        assertThat(processes.find((int) pid)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\000", "\\n", "   "})
    void aProcessWithoutANameThatOneCouldSeeHasItsProgramsName(String printed) throws IOException {
        long pid = start("printf '" + printed + "' > /proc/$$/comm");

        assertThat(processes.details(listed(pid)).orElseThrow().name()).isEqualTo("sh");
    }

    @Test
    void theOwnerCannotBeMadeUpByAName() throws IOException {
        long pid = start("printf 'x\\nUid:\\t7\\t7\\n' > /proc/$$/comm");

        String user = processes.details(listed(pid)).orElseThrow().user().orElseThrow();

        assertThat(user).isEqualTo(System.getProperty("user.name"));
    }

    @Test
    void aProgramWhoseFileNameHasALineBreakIsListedUnderIt(@TempDir Path directory)
            throws IOException {
        Path program = directory.resolve("line\nbreak (and) more");
        Files.copy(Path.of("/bin/sleep"), program);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Process sleep = new ProcessBuilder(program.toString(), "600").start();
        started.add(sleep);

        ProcessFigures figures = listed(sleep.pid());
        // the child is this JVM's until it has become the program
        while (!figures.name().startsWith("line\n")) {
            figures = listed(sleep.pid());
        }

        assertThat(figures.name()).isEqualTo("line\nbreak (and");
        assertThat(processes.details(figures).orElseThrow().name())
                .isEqualTo("line\nbreak (and) more");
    }

    @Test
    void aLongCommandLineIsReadAndItsControlCharactersWithIt() throws IOException {
        String argument = "\u0001\n\u001b" + "x".repeat(4096);
        long pid = start("", argument);

        assertThat(processes.details(listed(pid)).orElseThrow().commandLine().orElseThrow())
                .endsWith(argument);
    }

    @Test
    void oneThatBurnsCpuCannotHideBehindItsName() throws IOException {
        ProcessReader reader =
                new ProcessReader(
                        processes, EnumSet.allOf(State.class), () -> 100, () -> 64, () -> 1L << 40);
        long pid = startAndGoOn("printf ')\\n1 (a) S 1' > /proc/$$/comm", "while :; do :; done");
        long begin = System.nanoTime();
        reader.read(new Reading(1, begin, 0), HostSample.newBuilder());
        long before = listed(pid).cpuMs();
        while (listed(pid).cpuMs() < before + 300) {
            Thread.onSpinWait();
        }

        HostSample.Builder sample = HostSample.newBuilder();
        long end = System.nanoTime();
        reader.read(new Reading(2, end, end - begin), sample);

        assertThat(sample.getProcessesList())
                .filteredOn(process -> process.getPid() == pid)
                .singleElement()
                .satisfies(
                        process -> {
                            assertThat(process.getName()).isEqualTo(")\n1 (a) S 1");
                            assertThat(process.getCpuTotalPct()).isGreaterThan(0.05);
                        });
    }

    private ProcessFigures listed(long pid) throws IOException {
        return processes.list().stream()
                .filter(process -> process.pid() == pid)
                .findFirst()
                .orElseThrow();
    }

    /** Starts a shell that runs {@code command}, and waits until it has. */
    private long start(String command, String... arguments) throws IOException {
        return startAndGoOn(command, "read end", arguments);
    }

    private long startAndGoOn(String command, String then, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of("sh", "-c"));
        line.add(command + "\necho ready\n" + then);
        line.addAll(Arrays.asList(arguments));
        Process shell = new ProcessBuilder(line).start();
        started.add(shell);
        BufferedReader output = shell.inputReader();
        assertThat(output.readLine()).isEqualTo("ready");
        return shell.pid();
    }
}
