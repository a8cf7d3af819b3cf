package io.hostpulse.stack.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.stack.StateBackend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskManagerMemoryTest {

    @ParameterizedTest
    @EnumSource
    void everyBackendGetsTheSameInAll(StateBackend backend) {
        TaskManagerMemory memory = TaskManagerMemory.of(backend);

        int total =
                memory.frameworkHeapMebibytes()
                        + memory.taskHeapMebibytes()
                        + memory.frameworkOffHeapMebibytes()
                        + memory.networkMebibytes()
                        + memory.rocksMebibytes()
                        + memory.metaspaceMebibytes()
                        + memory.overheadMebibytes();

        assertThat(total).isEqualTo(1408);
    }

    @ParameterizedTest
    @EnumSource
    void theJvmIsGivenWhatFlinkIsTold(StateBackend backend) {
        TaskManagerMemory memory = TaskManagerMemory.of(backend);

        assertThat(memory.jvmFlags())
                .contains(
                        "-Xmx"
                                + (memory.frameworkHeapMebibytes() + memory.taskHeapMebibytes())
                                + "m",
                        "-XX:MaxMetaspaceSize=" + memory.metaspaceMebibytes() + "m");
        assertThat(memory.settings())
                .containsEntry("taskHeap", memory.taskHeapMebibytes() + "m")
                .containsEntry("rocks", memory.rocksMebibytes() + "m");
    }
}
