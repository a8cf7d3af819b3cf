package io.hostpulse.stack.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlinkSavepointsTest {

    private static final String RESTORED =
            """
            "restored": {"id": 3, "external_path": "file:/savepoints/savepoint-1", "is_savepoint": true}""";

    @Test
    void aJobGoesOnFromItsNewestCheckpoint() throws Exception {
        assertThat(
                        newestState(
                                """
                                {"completed": {"id": 7, "external_path": "file:/checkpoints/chk-7"}, %s}"""
                                        .formatted(RESTORED)))
                .contains(new RestorePoint("/checkpoints/chk-7", "NO_CLAIM"));
    }

    @Test
    void aJobWithoutACheckpointGoesOnFromWhatItWasStartedFrom() throws Exception {
        assertThat(
                        newestState(
                                """
                                {"completed": null, %s}"""
                                        .formatted(RESTORED)))
                .contains(new RestorePoint("/savepoints/savepoint-1", "NO_CLAIM"));
    }

    @Test
    void aJobThatWasStartedWithNothingAndHasNoCheckpointHasNoState() throws Exception {
        assertThat(
                        newestState(
                                """
                                {"completed": null, "restored": null}"""))
                .isEmpty();
    }

    private static Optional<RestorePoint> newestState(String latest)
            throws JsonProcessingException {
        return FlinkSavepoints.newestState(JsonHttp.JSON.readTree(latest));
    }
}
