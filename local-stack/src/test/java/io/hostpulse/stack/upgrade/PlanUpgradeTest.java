package io.hostpulse.stack.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.stack.StackException;
import io.hostpulse.stack.upgrade.JobDraft.OfLeavingJob;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanUpgradeTest {

    private static final JobDescription WHOLE =
            Jobs.job("1", "detect,index,notify", "--alertmanager", "http://am:9093");
    private static final JobDescription DETECT = Jobs.job("2", "detect", "--pipelines=detect");
    private static final JobDescription REST =
            Jobs.job("3", "index,notify", "--pipelines=index,notify");

    @Test
    void aSuccessorHasTheArgumentsAndAllOfTheState() {
        JobDraft draft = plan(List.of(), false).follow(List.of(WHOLE)).get(0);

        assertThat(draft.arguments()).isEqualTo(WHOLE.arguments().orElseThrow());
        assertThat(draft.parallelism()).contains(2);
        assertThat(draft.state()).isEqualTo(new OfLeavingJob("1"));
        assertThat(draft.mayLeaveState()).isFalse();
    }

    @Test
    void ofAJobThatIsSplitBothPartsStartFromItsStateAndLeaveThatOfTheOther() {
        List<JobDraft> drafts =
                plan(List.of("detect", "index,notify"), false).follow(List.of(WHOLE));

        assertThat(drafts)
                .extracting(JobDraft::pipelines)
                .containsExactly(Set.of(Pipeline.DETECT), Set.of(Pipeline.INDEX, Pipeline.NOTIFY));
        assertThat(drafts)
                .allSatisfy(draft -> assertThat(draft.state()).isEqualTo(new OfLeavingJob("1")))
                .allSatisfy(draft -> assertThat(draft.mayLeaveState()).isTrue());
        assertThat(drafts.get(1).arguments())
                .containsExactly("--alertmanager", "http://am:9093", "--pipelines=index,notify");
    }

    @Test
    void jobsThatBecomeOneGoOnFromTheStateOfDetect() {
        JobDraft draft =
                plan(List.of("detect,index,notify"), false).follow(List.of(REST, DETECT)).get(0);

        assertThat(draft.state()).isEqualTo(new OfLeavingJob("2"));
        assertThat(draft.mayLeaveState()).isFalse();
    }

    @Test
    void whatNothingWouldDoAnyMoreIsRefusedUnlessItIsGivenUp() {
        assertThatThrownBy(() -> plan(List.of("detect"), false).follow(List.of(WHOLE)))
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith("Nothing would run index,notify any more");
        assertThat(plan(List.of("detect"), true).follow(List.of(WHOLE))).hasSize(1);
    }

    @Test
    void whatWouldBeDoneTwiceIsRefused() {
        assertThatThrownBy(
                        () ->
                                plan(List.of("detect,index", "index,notify"), false)
                                        .follow(List.of(WHOLE)))
                .hasMessageStartingWith("Two jobs would run index");
    }

    @Test
    void anOptionReplacesTheOneOfItsName() {
        JobArguments arguments =
                new JobArguments(
                        List.of("--windows", "1m,5m", "--publish-windows-from=0s", "--a=b"));

        assertThat(arguments.with("--windows=1h").tokens())
                .containsExactly("--publish-windows-from=0s", "--a=b", "--windows=1h");
        assertThat(arguments.find("--a")).contains("b");
        assertThat(arguments.find("--windows")).contains("1m,5m");
    }

    private static PlanUpgrade plan(List<String> groups, boolean mayLoseState) {
        return new PlanUpgrade(
                Path.of("new.jar"),
                Stream.of(groups.toArray(String[]::new)).map(Pipeline::parseList).toList(),
                Optional.empty(),
                List.of(),
                mayLoseState);
    }
}
