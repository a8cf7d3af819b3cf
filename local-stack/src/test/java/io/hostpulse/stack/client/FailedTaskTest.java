package io.hostpulse.stack.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailedTaskTest {

    @Test
    void aJobThatHasNotFailedHasNoFailure() throws Exception {
        assertThat(
                        newestOf(
                                """
                {"root-exception": null, "exceptionHistory": {"entries": []}}"""))
                .isEmpty();
    }

    @Test
    void theNewestFailureHasItsTask() throws Exception {
        assertThat(
                        newestOf(
                                """
                {"root-exception": "x.Old: b", "exceptionHistory": {"entries": [
                    {"stacktrace": "x.New: a", "taskName": "Recall silences (1/2)"},
                    {"stacktrace": "x.Old: b", "taskName": null}]}}"""))
                .contains(new FailedTask("Recall silences (1/2)", new FlinkTrace("x.New: a")));
    }

    @Test
    void theFailureOfTheWholeJobIsNoTasks() throws Exception {
        assertThat(
                        newestOf(
                                """
                {"root-exception": "x.Y: a", "exceptionHistory": {"entries": [
                    {"stacktrace": "x.Y: a", "taskName": null}]}}"""))
                .contains(new FailedTask("", new FlinkTrace("x.Y: a")));
    }

    private static Optional<FailedTask> newestOf(String answer) throws JsonProcessingException {
        return FailedTask.newestOf(JsonHttp.JSON.readTree(answer));
    }
}
