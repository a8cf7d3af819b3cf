package io.hostpulse.agent.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.agent.read.ProcessTable.ProcessDetails;
import io.hostpulse.agent.read.ProcessTable.ProcessFigures;
import io.hostpulse.agent.read.ProcessTable.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxProcessesTest {

    private static final long BOOT_SECONDS = 1_795_169_096L;

    private FixtureHost host;
    private LinuxProcesses processes;

    @BeforeEach
    void setUp(@TempDir Path root) throws IOException {
        host = new FixtureHost(root);
        host.write(
                "etc/passwd", "root:x:0:0:root:/root:/bin/sh\nweb:x:33:33::/var/www:/bin/false\n");
        writeStat(BOOT_SECONDS, 4670);
        host.write("proc/version", "not a process\n");
        writeProcess(42, "nginx: (master", "S", 300, 200, 500);
        processes =
                new LinuxProcesses(
                        host.proc(), 100, 4096, new UserNames(host.root().resolve("etc/passwd")));
    }

    @Test
    void theColumnsAreThoseOfTheManual() throws IOException {
        assertThat(processes.list())
                .containsExactly(
                        new ProcessFigures(
                                42,
                                500,
                                1,
                                "nginx: (master",
                                State.SLEEPING,
                                BOOT_SECONDS * 1000 + 5000,
                                5000,
                                2_000_000,
                                25 * 4096,
                                7));
        assertThat(processes.startedSinceBoot()).hasValue(4670);
    }

    @Test
    void everyLetterIsAState() throws IOException {
        assertThat(stateOf("R")).isEqualTo(State.RUNNING);
        assertThat(stateOf("D")).isEqualTo(State.SLEEPING);
        assertThat(stateOf("I")).isEqualTo(State.IDLE);
        assertThat(stateOf("T")).isEqualTo(State.STOPPED);
        assertThat(stateOf("t")).isEqualTo(State.STOPPED);
        assertThat(stateOf("Z")).isEqualTo(State.ZOMBIE);
        assertThat(stateOf("X")).isEqualTo(State.DEAD);
        assertThat(stateOf("P")).isEqualTo(State.UNKNOWN);
    }

    @Test
    void aProcessThatEndsBetweenListingAndReadingIsLeftOut() throws IOException {
        host.makeDirectory("proc/43");

        assertThat(processes.list()).extracting(ProcessFigures::pid).containsExactly(42);
        assertThat(processes.find(43)).isEmpty();
    }

    @Test
    void aSmallCorrectionOfTheClockDoesNotMoveStartTimes() throws IOException {
        long before = processes.list().get(0).startTimeMs();
        writeStat(BOOT_SECONDS + 1, 1);
        assertThat(processes.list().get(0).startTimeMs()).isEqualTo(before);
        writeStat(BOOT_SECONDS + 3600, 1);

        ProcessFigures process = processes.list().get(0);

        assertThat(process.startTimeMs()).isEqualTo(before + 3_600_000);
        assertThat(process.generation()).isEqualTo(500);
    }

    @Test
    void detailsNameOwnerCommandLineMemoryAndFiles() throws IOException {
        writeDetails("nginx: master\0-c\0/etc/nginx.conf\0");

        ProcessDetails details = processes.details(processes.list().get(0)).orElseThrow();

        assertThat(details.user()).hasValue("web");
        assertThat(details.commandLine()).hasValue("nginx: master -c /etc/nginx.conf");
        assertThat(details.sharedBytes()).hasValue(10 * 4096);
        assertThat(details.openFiles()).isPresent();
        assertThat(details.softOpenFileLimit()).hasValue(1024);
        assertThat(details.hardOpenFileLimit()).isEmpty();
    }

    @Test
    void aShortenedNameIsCompletedFromTheCommandLine() throws IOException {
        writeProcess(42, "long-program-na", "S", 0, 0, 500);
        writeDetails("/usr/bin/long-program-name\0--option\0");

        ProcessDetails details = processes.details(processes.list().get(0)).orElseThrow();

        assertThat(details.name()).isEqualTo("long-program-name");
    }

    @Test
    void whatTheAgentsUserMayNotSeeIsAbsent() throws IOException {
        host.write("proc/42/status", "Name: x\nUid:\t1234\t1234\t1234\t1234\n");
        host.write("proc/42/statm", "100 25 10 1 0 1 0\n");

        ProcessDetails details = processes.details(processes.list().get(0)).orElseThrow();

        assertThat(details.user()).hasValue("1234");
        assertThat(details.commandLine()).isEmpty();
        assertThat(details.openFiles()).isEmpty();
        assertThat(details.softOpenFileLimit()).isEmpty();
    }

    @Test
    void aProcessThatBecomesAnotherProgramIsLookedAtAgain() throws IOException {
        writeDetails("sh\0");
        processes.details(processes.list().get(0));
        writeProcess(42, "server", "S", 0, 0, 500);
        writeDetails("server\0--run\0");

        ProcessDetails details = processes.details(processes.list().get(0)).orElseThrow();

        assertThat(details.commandLine()).hasValue("server --run");
    }

    @Test
    void aProcessThatHasEndedHasNoDetails() throws IOException {
        ProcessFigures process = processes.list().get(0);

        assertThat(processes.details(process)).isEmpty();
    }

    @Test
    void noProcessAtAllIsAFailure() throws IOException {
        host.delete("proc/42/stat");

        assertThatThrownBy(processes::list).isInstanceOf(IOException.class);
    }

    private State stateOf(String letter) throws IOException {
        writeProcess(42, "x", letter, 0, 0, 1);
        return processes.list().get(0).state();
    }

    private void writeStat(long bootSeconds, long started) throws IOException {
        host.write(
                "proc/stat",
                "cpu  1 2 3\nctxt 9\nbtime " + bootSeconds + "\nprocesses " + started + "\n");
    }

    private void writeProcess(
            int pid, String name, String state, long user, long system, long start)
            throws IOException {
        host.write(
                "proc/" + pid + "/stat",
                "%d (%s) %s 1 42 42 0 -1 4194560 100 0 5 0 %d %d 0 0 20 0 7 0 %d 2000000 25 18446744073709551615 1\n"
                        .formatted(pid, name, state, user, system, start));
    }

    private void writeDetails(String commandLine) throws IOException {
        host.write("proc/42/status", "Name: nginx\nUid:\t0\t33\t33\t33\n");
        host.write("proc/42/statm", "100 25 10 1 0 1 0\n");
        host.write("proc/42/cmdline", commandLine);
        host.write(
                "proc/42/limits",
                """
                Limit                     Soft Limit           Hard Limit           Units
                Max open files            1024                 unlimited            files
                """);
        Files.createDirectories(host.root().resolve("proc/42/fd"));
    }

    @Test
    void aListOfUsersThatIsNoUtf8IsRead() throws IOException {
        Files.write(
                host.root().resolve("etc/passwd"),
                "jose:x:40:40:Jos\u00e9:/:/bin/sh\nweb:x:33:33::/:/bin/sh\n".getBytes(ISO_8859_1));
        writeDetails("nginx\0");

        assertThat(processes.details(processes.list().get(0)).orElseThrow().user()).hasValue("web");
    }

    @Test
    void aNameCutWithinACharacterIsCompleted() throws IOException {
        byte[] name = Arrays.copyOf("xabcdefghijklméno".getBytes(UTF_8), 15);
        assertThat(name[14]).as("half of a character").isEqualTo((byte) 0xc3);
        byte[] rest = " S 1 42 42 0 -1 0 1 0 5 0 1 1 0 0 20 0 7 0 500 2000 25\n".getBytes(UTF_8);
        ByteArrayOutputStream stat = new ByteArrayOutputStream();
        stat.writeBytes("42 (".getBytes(UTF_8));
        stat.writeBytes(name);
        stat.writeBytes(")".getBytes(UTF_8));
        stat.writeBytes(rest);
        Files.write(host.proc().resolve("42/stat"), stat.toByteArray());
        writeDetails("/opt/xabcdefghijklméno\0-x\0");

        assertThat(processes.details(processes.list().get(0)).orElseThrow().name())
                .isEqualTo("xabcdefghijklméno");
    }

    @Test
    void aProcessWithNeitherNameNorCommandLineHasItsNumber() throws IOException {
        writeProcess(42, "", "S", 0, 0, 500);
        writeDetails("");

        assertThat(processes.details(processes.list().get(0)).orElseThrow().name())
                .isEqualTo("pid 42");
    }
}
