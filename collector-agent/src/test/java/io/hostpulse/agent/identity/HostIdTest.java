package io.hostpulse.agent.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostIdTest {

    @TempDir Path directory;

    @Test
    void theMachineIdIsTaken() throws IOException {
        Path machineId = Files.writeString(directory.resolve("machine-id"), "3d1219c7\n");

        assertThat(HostId.find(machineId, directory)).isEqualTo("3d1219c7");
    }

    @Test
    void withoutOneAnIdIsMadeUpAndKept() throws IOException {
        Path state = directory.resolve("state/agent");

        String first = HostId.find(directory.resolve("machine-id"), state);

        assertThat(first).isNotBlank();
        assertThat(HostId.find(directory.resolve("machine-id"), state)).isEqualTo(first);
    }

    @Test
    void anIdThatIsNotInitializedYetIsNone() throws IOException {
        Path machineId = Files.writeString(directory.resolve("machine-id"), "uninitialized\n");

        assertThat(HostId.find(machineId, directory.resolve("state"))).hasSize(36);
    }

    @Test
    void anEmptyMachineIdIsNone() throws IOException {
        Path machineId = Files.writeString(directory.resolve("machine-id"), "");

        assertThat(HostId.find(machineId, directory.resolve("state"))).hasSize(36);
    }

    @Test
    void anIdThatCannotBeKeptIsAnErrorThatSaysWhatToDo() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "in the way");

        assertThatThrownBy(() -> HostId.find(directory.resolve("machine-id"), file.resolve("x")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--host-id")
                .hasMessageContaining("--state-dir");
    }
}
