package io.hostpulse.stack.view;

import static io.hostpulse.stack.upgrade.Pipeline.DETECT;
import static io.hostpulse.stack.upgrade.Pipeline.INDEX;
import static io.hostpulse.stack.upgrade.Pipeline.NOTIFY;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.stack.upgrade.Pipeline;
import io.hostpulse.stack.view.StackStatus.JobStatus;
import io.hostpulse.stack.view.StackStatus.LastCheckpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobProbeTest {

    @Test
    void allIsWellWhenAllJobsTogetherRunEachPipeline() {
        assertThat(problems(true, job(DETECT, INDEX), job(NOTIFY))).isEmpty();
    }

    @Test
    void whatAJobRanThatIsGoneIsMissing() {
        assertThat(problems(true, job(NOTIFY)))
                .singleElement()
                .asString()
                .startsWith("No job runs detect,index: `hostpulse up`");
    }

    @Test
    void nobodyNeedsToNotifyWhereThereIsNoAlertmanager() {
        assertThat(problems(false, job(DETECT, INDEX))).isEmpty();
    }

    @Test
    void eachJobIsToldByItsPipelines() {
        Optional<LastCheckpoint> old =
                Optional.of(new LastCheckpoint(Duration.ofMinutes(21), 1, Duration.ofMillis(1)));
        JobStatus starting =
                new JobStatus("a", Set.of(DETECT), "RUNNING", 9, 7, "", 0, 0, Optional.empty());
        JobStatus stuck = new JobStatus("b", Set.of(INDEX), "RUNNING", 3, 3, "", 0, 0, old);
        JobStatus failing =
                new JobStatus("c", Set.of(NOTIFY), "RESTARTING", 2, 0, "", 4, 0, Optional.empty());

        assertThat(problems(true, starting, stuck, failing))
                .containsExactly(
                        "The job detect is being started: 7 of its 9 tasks run.",
                        "The last checkpoint of the job index is 21 minutes old.",
                        "The job notify is RESTARTING, not RUNNING.");
    }

    @Test
    void withoutAnyJobNothingElseIsSaid() {
        assertThat(problems(true)).containsExactly("Flink runs no job.");
    }

    private static List<String> problems(boolean hasAlertmanager, JobStatus... jobs) {
        List<String> problems = new ArrayList<>();
        JobProbe.addProblems(List.of(jobs), hasAlertmanager, problems);
        return problems;
    }

    private static JobStatus job(Pipeline... pipelines) {
        return new JobStatus(
                "id", Set.of(pipelines), "RUNNING", 4, 4, "0.1.0", 0, 0, Optional.empty());
    }
}
