package io.hostpulse.stack.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;

class FlinkJobTest {

    @Test
    void aJobRunsFullyWhenAllItsTasksDo() throws Exception {
        assertThat(job("RUNNING", 22, 22, 0).isFullyRunning()).isTrue();
        assertThat(job("RUNNING", 22, 21, 0).isFullyRunning()).isFalse();
        assertThat(job("RESTARTING", 22, 22, 0).isFullyRunning()).isFalse();
    }

    @Test
    void aJobThatHasNoTasksYetDoesNotRun() throws Exception {
        assertThat(job("RUNNING", 0, 0, 0).isFullyRunning()).isFalse();
    }

    @Test
    void aJobThatStartsIsNotBroken() throws Exception {
        assertThat(job("INITIALIZING", 0, 0, 0).isBroken()).isFalse();
        assertThat(job("CREATED", 22, 0, 0).isBroken()).isFalse();
        assertThat(job("RUNNING", 22, 3, 0).isBroken()).isFalse();
    }

    @Test
    void aJobIsBrokenAsSoonAsOneOfItsTasksIs() throws Exception {
        assertThat(job("RUNNING", 22, 21, 1).isBroken()).isTrue();
        assertThat(job("RESTARTING", 22, 0, 22).isBroken()).isTrue();
        assertThat(job("FAILED", 22, 0, 0).isBroken()).isTrue();
    }

    private static FlinkJob job(String state, int total, int running, int failed)
            throws JsonProcessingException {
        return FlinkJob.ofOverview(
                JsonHttp.JSON.readTree(
                        """
                        {"state": "%s", "tasks": {"total": %d, "running": %d, "failed": %d}}
                        """
                                .formatted(state, total, running, failed)));
    }
}
