package io.hostpulse.job.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A story is told up to its middle, the job stops with a savepoint, and another job goes on from
 * it: what that puts out is what comes without any interruption.
 */
class UpgradeIT {

    private static final StoryInput STORY = Story.tell();

    @TempDir private static Path directory;

    private static MiniCluster cluster;
    private static String savepoint;
    private static Outcome expected;

    @BeforeAll
    static void tellWithoutInterruption() throws Exception {
        cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .withRandomPorts()
                                .setNumTaskManagers(2)
                                .setNumSlotsPerTaskManager(4)
                                .build());
        cluster.start();
        try (ToldJob job =
                ToldJob.toSavepoint(cluster, STORY, Setting.DEFAULT, directory)
                        .untilTheSilentHostIsDown()) {
            savepoint = job.savepoint(directory, SavepointFormatType.CANONICAL);
            expected = job.toTheEnd();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @Test
    void theSameJob() throws Exception {
        try (ToldJob job = from(savepoint, STORY, Setting.DEFAULT)) {
            assertThat(job.toTheEnd()).isEqualTo(expected);
        }
    }

    private static ToldJob from(String savepoint, StoryInput story, Setting setting)
            throws Exception {
        return ToldJob.from(savepoint, cluster, story, setting, directory);
    }
}
