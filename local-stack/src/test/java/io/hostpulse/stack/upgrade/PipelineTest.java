package io.hostpulse.stack.upgrade;

import static io.hostpulse.stack.upgrade.Pipeline.DETECT;
import static io.hostpulse.stack.upgrade.Pipeline.INDEX;
import static io.hostpulse.stack.upgrade.Pipeline.NOTIFY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PipelineTest {

    @Test
    void nothingIsMissingWhenAllJobsTogetherRunEachPipeline() {
        List<JobDescription> jobs = List.of(Jobs.job("1", "detect,index"), Jobs.job("2", "notify"));

        assertThat(Pipeline.findMissing(jobs, true)).isEmpty();
    }

    @Test
    void whatAJobRanThatIsGoneIsMissing() {
        assertThat(Pipeline.findMissing(List.of(Jobs.job("1", "notify")), true))
                .containsExactly(DETECT, INDEX);
        assertThat(Pipeline.findMissing(List.of(Jobs.job("1", "detect,index")), true))
                .containsExactly(NOTIFY);
    }

    @Test
    void nobodyNeedsToNotifyWhereThereIsNoAlertmanager() {
        assertThat(Pipeline.findMissing(List.of(Jobs.job("1", "detect,index")), false)).isEmpty();
    }
}
