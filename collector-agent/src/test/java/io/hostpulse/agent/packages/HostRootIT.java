package io.hostpulse.agent.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.hostpulse.agent.packages.ShellCommand.Result;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.AgentGroup;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host whose root directory is not the agent's, as in a container. */
class HostRootIT {

    private static final String MACHINE_ID = "00112233445566778899aabbccddeeff";

    @TempDir private Path root;
    @TempDir private Path directory;

    @BeforeEach
    void needsLinux() {
        assumeThat(Path.of("/proc/self/stat")).as("this is Linux").exists();
    }

    @Test
    void identityUsersAndMeasurementsAreThoseOfTheHost() throws Exception {
        Files.createSymbolicLink(root.resolve("proc"), Path.of("/proc"));
        Files.createSymbolicLink(root.resolve("sys"), Path.of("/sys"));
        write("etc/machine-id", MACHINE_ID + "\n");
        write("etc/os-release", "ID=exampleos\nNAME=\"Example OS\"\nVERSION_ID=7\n");
        String user = Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString();
        write("etc/passwd", "somebody:x:" + user + ":" + user + "::/:/bin/sh\n");

        Result once = once();

        assertThat(once.exitCode()).as(once.output()).isZero();
        HostSample sample = SampleCodec.decode(once.output().getBytes(StandardCharsets.UTF_8));
        assertThat(sample.getHost().getId()).isEqualTo(MACHINE_ID);
        assertThat(sample.getHost().getOs().getName()).isEqualTo("Example OS");
        assertThat(sample.getProcessesList())
                .anySatisfy(process -> assertThat(process.getUser()).isEqualTo("somebody"));
        assertThat(sample.getMemory().getTotal()).isPositive();
        assertThat(sample.getUptime().getSeconds()).isPositive();
        // nothing is mounted below it
        assertThat(sample.getFilesystemsList()).isEmpty();
    }

    @Test
    void aGroupThatCannotBeReadIsNamedInTheAgentsHealth() throws Exception {
        Path proc = Files.createDirectory(root.resolve("proc"));
        for (String entry : List.of("self", "stat", "meminfo", "cpuinfo")) {
            Files.createSymbolicLink(proc.resolve(entry), Path.of("/proc", entry));
        }
        Files.createSymbolicLink(root.resolve("sys"), Path.of("/sys"));
        write("etc/machine-id", MACHINE_ID + "\n");

        Result once = once();

        assertThat(once.exitCode()).as(once.output()).isZero();
        String json =
                once.output()
                        .lines()
                        .filter(line -> line.startsWith("{"))
                        .findFirst()
                        .orElseThrow();
        HostSample sample = SampleCodec.decode(json.getBytes(StandardCharsets.UTF_8));
        assertThat(sample.getDisksList()).isEmpty();
        // once reads twice
        assertThat(sample.getAgentGroupsList())
                .contains(AgentGroup.newBuilder().setName("disks").setReadFailures(2).build())
                .noneMatch(group -> group.getName().equals("cpu"));
        assertThat(sample.getAgentHealth().getReadFailures())
                .isEqualTo(
                        sample.getAgentGroupsList().stream()
                                .mapToLong(AgentGroup::getReadFailures)
                                .sum());
    }

    @Test
    void aDirectoryThatIsNoHostIsToldBeforeAnythingIsRead() throws Exception {
        Result once = once();

        assertThat(once.exitCode()).isEqualTo(1);
        assertThat(once.output()).contains("host.root: " + root + " has no proc");
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private Result once() throws IOException, InterruptedException {
        String script = System.getProperty("hostpulse.distribution") + "/bin/collector-agent";
        return ShellCommand.run(
                Map.of("HOSTPULSE_STATE_DIR", directory.toString()),
                List.of(script, "once", "--set", "host.root=" + root));
    }
}
