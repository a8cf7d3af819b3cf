package io.hostpulse.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.JobConfig.PipelineName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

/**
 * A savepoint knows operators by their uids: state of one whose uid has changed is lost. Run with
 * {@code -Dhostpulse.write-golden-files} to write the list anew.
 */
class OperatorUidsTest {

    private static final Path GOLDEN_FILE = Path.of("src/test/resources/operator-uids.txt");

    @Test
    void everyOperatorHasAUidOfItsOwn() throws IOException {
        assertThat(graph().getStreamNodes())
                .extracting(StreamNode::getTransformationUID)
                .doesNotContainNull()
                .doesNotHaveDuplicates();
    }

    @Test
    void uidsAreThoseOnRecord() throws IOException {
        List<String> uids = uids(graph()).sorted().toList();
        if (System.getProperty("hostpulse.write-golden-files") != null) {
            Files.write(GOLDEN_FILE, uids);
        }

        assertThat(uids).isEqualTo(Files.readAllLines(GOLDEN_FILE));
    }

    @Test
    void eachPipelineIsAGraphOfItsOwn() throws IOException {
        List<String> ofAll = new ArrayList<>();
        for (PipelineName pipeline : PipelineName.values()) {
            List<String> uids = uids(graph("--pipelines", pipeline.name())).toList();
            assertThat(uids).isNotEmpty().noneMatch(ofAll::contains);
            ofAll.addAll(uids);
        }

        assertThat(uids(graph())).containsExactlyInAnyOrderElementsOf(ofAll);
    }

    @Test
    void aGraphWithGenericTypesOrUidsMadeUpIsRefusedAndStateIsDividedOnceAndForAll() {
        Configuration flink = JobDefaults.of(config());

        assertThat(flink.get(PipelineOptions.GENERIC_TYPES)).isFalse();
        assertThat(flink.get(PipelineOptions.AUTO_GENERATE_UIDS)).isFalse();
        assertThat(flink.get(PipelineOptions.MAX_PARALLELISM)).isEqualTo(720);
    }

    @Test
    void theGraphIsOneThatFlinkTakes() throws IOException {
        assertThat(graph().getJobGraph().getMaximumParallelism()).isPositive();
    }

    private static StreamGraph graph(String... more) throws IOException {
        JobConfig config = config(more);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(1, JobDefaults.of(config));
        HostpulseJob.connect(environment, config);
        return environment.getStreamGraph();
    }

    private static JobConfig config(String... more) {
        return JobConfig.parse(UnconnectedArguments.with(more));
    }

    private static Stream<String> uids(StreamGraph graph) {
        return graph.getStreamNodes().stream().map(StreamNode::getTransformationUID);
    }
}
