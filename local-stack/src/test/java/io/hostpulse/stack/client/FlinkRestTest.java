package io.hostpulse.stack.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;

class FlinkRestTest {

    @Test
    void aJobRunsFullyWhenAllItsTasksDo() throws Exception {
        assertThat(isFullyRunning("RUNNING", 22, 22)).isTrue();
        assertThat(isFullyRunning("RUNNING", 22, 21)).isFalse();
        assertThat(isFullyRunning("RESTARTING", 22, 22)).isFalse();
    }

    @Test
    void aJobThatHasNoTasksYetDoesNotRun() throws Exception {
        assertThat(isFullyRunning("RUNNING", 0, 0)).isFalse();
    }

    private static boolean isFullyRunning(String state, int total, int running)
            throws JsonProcessingException {
        return FlinkRest.isFullyRunning(
                JsonHttp.JSON.readTree(
                        """
                        {"state": "%s", "tasks": {"total": %d, "running": %d}}
                        """
                                .formatted(state, total, running)));
    }
}
