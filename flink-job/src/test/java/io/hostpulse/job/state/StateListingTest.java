package io.hostpulse.job.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.document.SampleSelection;
import io.hostpulse.job.index.ElasticsearchConfig;
import io.hostpulse.job.index.ElasticsearchDocumentSink;
import io.hostpulse.job.kafka.KafkaCluster;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.notify.AlertmanagerSink;
import io.hostpulse.job.pipeline.DetectConfig;
import io.hostpulse.job.pipeline.DetectPipeline;
import io.hostpulse.job.pipeline.IndexPipeline;
import io.hostpulse.job.pipeline.NotifyPipeline;
import io.hostpulse.job.window.PublishedWindows;
import io.hostpulse.job.window.WindowSpec;
import io.hostpulse.wire.Topics;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the job keeps is on record in {@code state.txt}: older savepoints hold what it says. Run
 * with {@code -Dhostpulse.write-golden-files} to add to it.
 */
@ExtendWith(MiniClusterExtension.class)
class StateListingTest {

    private static final Path GOLDEN_FILE =
            Path.of("src/main/resources/io/hostpulse/job/state/state.txt");
    private static final String NOWHERE = "localhost:1";

    @Test
    void stateIsWhatIsOnRecord(@InjectMiniCluster MiniCluster cluster, @TempDir Path directory)
            throws Exception {
        StateListing now = listing(cluster, directory);
        StateListing before = StateListing.parse(Files.readAllLines(GOLDEN_FILE));

        assertThat(now.findObstacles(before))
                .as(
                        """
                        The job could not start from savepoints of older releases. Put back what is gone or different, \
                        and add something new beside it (docs/state.md, "What may change").""")
                .isEmpty();
        if (System.getProperty("hostpulse.write-golden-files") != null) {
            Files.write(GOLDEN_FILE, now.lines());
        }
        assertThat(Files.readAllLines(GOLDEN_FILE))
                .as(
                        """
                        There is new state, which older savepoints do not have: null, 0 or nothing at all there. If the \
                        job copes with that, run with -Dhostpulse.write-golden-files and commit %s. If something of \
                        Flink's own is different, a new version of Flink wrote it: see that UpgradeIT passes first."""
                                .formatted(GOLDEN_FILE))
                .isEqualTo(now.lines());
    }

    @Test
    void theRecordIsPartOfTheJob() throws Exception {
        assertThat(StateListing.ofThisRelease().lines())
                .isEqualTo(Files.readAllLines(GOLDEN_FILE))
                .hasSizeGreaterThan(200);
    }

    @Test
    void fieldsStatesAndConstantsMayBeAdded() {
        StateListing before = listing("state a/open = model.X", "field model.X.a = Long");
        StateListing now =
                listing(
                        "state a/open = model.X",
                        "state a/more = Long",
                        "state b/open = model.X",
                        "field model.X.a = Long",
                        "field model.X.b = model.Y",
                        "key-field model.Key.a = Long",
                        "constant model.Y.A");

        assertThat(now.findObstacles(before)).isEmpty();
    }

    @Test
    void nothingMayGoOrBecomeSomethingElse() {
        StateListing before =
                listing(
                        "state a/open = model.X",
                        "state b/open = Map<model.Key, Long>",
                        "field model.X.a = Int",
                        "field model.X.b = Int",
                        "key-field model.Key.a = Long",
                        "constant model.Y.A");
        StateListing now =
                listing(
                        "state a/open = model.X",
                        "field model.X.a = Long",
                        "key-field model.Key.a = Long",
                        "key-field model.Key.b = Long");

        assertThat(now.findObstacles(before))
                .containsExactly(
                        "operator b is not known here",
                        "constant model.Y.A is not known here: a newer release has written it",
                        "field model.X.a is Int there and Long here",
                        "field model.X.b is not known here: a newer release has written it",
                        "state b/open is not known here: a newer release has written it",
                        "key-field model.Key.b is new, but keys cannot gain fields");
    }

    @Test
    void whatFlinkKeepsForItselfIsForFlinkToJudge() {
        StateListing before =
                listing("state a/nfaStateName = NFAState<X>", "state a/_timer_state/x = Timer<X>");
        StateListing now = listing("state a/nfaStateName = NFAState<Y>");

        assertThat(now.findObstacles(before)).isEmpty();
    }

    private static StateListing listing(String... lines) {
        return StateListing.parse(List.of(lines));
    }

    /** Of a savepoint of the job with its real sinks. Its sources wait for ever. */
    private static StateListing listing(MiniCluster cluster, Path directory) throws Exception {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        new Configuration()
                                .set(PipelineOptions.GENERIC_TYPES, false)
                                .set(PipelineOptions.AUTO_GENERATE_UIDS, false));
        environment.setParallelism(1);
        connect(environment);
        StreamGraph graph = environment.getStreamGraph();
        Map<OperatorID, String> uids = new HashMap<>();
        for (StreamNode node : graph.getStreamNodes()) {
            uids.put(OperatorIds.ofUid(node.getTransformationUID()), node.getTransformationUID());
        }
        JobID job = cluster.submitJob(graph.getJobGraph()).get().getJobID();
        ToldJob.awaitRunning(cluster, job);
        String savepoint =
                cluster.triggerSavepoint(
                                job,
                                directory.toUri().toString(),
                                true,
                                SavepointFormatType.CANONICAL)
                        .get();
        ClassLoader classes = StateListingTest.class.getClassLoader();
        StateListing listing = new StateListing();
        for (SavedOperator operator : new SavepointReader(classes).read(savepoint)) {
            listing.add(uids.get(operator.id()), operator.states(), classes);
        }
        return listing;
    }

    private static void connect(StreamExecutionEnvironment environment) {
        KafkaCluster kafka = new KafkaCluster(NOWHERE, "hostpulse", new Properties());
        DetectPipeline.build(
                source(environment, "detect-read-samples"),
                source(environment, "detect-read-rules"),
                source(environment, "detect-read-alerts"),
                new DetectPipeline.Sinks(
                        kafka.sink(Topics.WINDOWS),
                        kafka.sink(Topics.ALERTS),
                        kafka.sink(Topics.HOSTS),
                        kafka.sink(Topics.DEAD_LETTERS)),
                DetectConfig.of(
                        List.of(WindowSpec.parse("1m")),
                        PublishedWindows.ALL,
                        Duration.ZERO,
                        Duration.ZERO));
        IndexPipeline.build(
                source(environment, "index-read-samples"),
                source(environment, "index-read-documents"),
                new ElasticsearchDocumentSink(
                        ElasticsearchConfig.of(List.of(URI.create("http://" + NOWHERE))),
                        kafka.producerProperties()),
                DetectConfig.sampleClock(),
                SampleSelection.ofDefaults());
        NotifyPipeline.build(
                source(environment, "notify-read-alerts"),
                new AlertmanagerSink(URI.create("http://" + NOWHERE), NotifyPipeline.FIRING_FOR));
    }

    private static DataStream<RawRecord> source(
            StreamExecutionEnvironment environment, String uid) {
        return new FedSource("listing/" + uid, List.of()).connect(environment, uid);
    }
}
