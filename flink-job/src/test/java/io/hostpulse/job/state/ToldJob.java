package io.hostpulse.job.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.hostpulse.job.ingest.SampleClock;
import io.hostpulse.job.model.AlertNotice;
import io.hostpulse.job.model.KafkaDocument;
import io.hostpulse.job.pipeline.DetectConfig;
import io.hostpulse.job.pipeline.DetectPipeline;
import io.hostpulse.job.pipeline.NotifyPipeline;
import io.hostpulse.job.window.PublishedWindows;
import io.hostpulse.job.window.WindowSpec;
import io.hostpulse.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The detect and notify pipelines as they are built in production, while a story is told to them.
 * Nothing is ever forgotten and no window waits for the clock on the wall, so that it does not
 * matter how old a savepoint is and how long telling takes.
 */
final class ToldJob implements AutoCloseable {

    static final List<String> RESULTS =
            List.of(Topics.WINDOWS, Topics.ALERTS, Topics.HOSTS, Topics.DEAD_LETTERS);
    static final String NOTICES = "notices";

    /** Alerts are read by both pipelines. */
    private static final String READ_BACK = "read-back";

    private static final List<String> GATES =
            List.of(Topics.RULES, Topics.ALERTS, READ_BACK, Topics.SAMPLES);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final Duration AGES = Duration.ofDays(100 * 365);
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final MiniCluster cluster;
    private final StoryInput input;
    private final String name = "told-" + NEXT.getAndIncrement();
    private final JobID job;

    private ToldJob(
            MiniCluster cluster,
            StoryInput input,
            Setting setting,
            Path checkpoints,
            SavepointRestoreSettings start)
            throws Exception {
        this.cluster = cluster;
        this.input = input;
        JobGraph graph = graph(setting, checkpoints);
        graph.setSavepointRestoreSettings(start);
        graph.setClasspaths(setting.classes());
        job = cluster.submitJob(graph).get().getJobID();
    }

    /** Tells the story until the savepoint is due. */
    static ToldJob toSavepoint(
            MiniCluster cluster, StoryInput input, Setting setting, Path checkpoints)
            throws Exception {
        ToldJob told =
                new ToldJob(cluster, input, setting, checkpoints, SavepointRestoreSettings.none());
        told.tell(Topics.RULES, told.before(Topics.RULES));
        told.tell(Topics.SAMPLES, told.before(Topics.SAMPLES));
        told.tell(Topics.ALERTS, told.before(Topics.ALERTS));
        told.awaitSilence();
        told.tell(READ_BACK, told.before(READ_BACK));
        return told;
    }

    /** Goes on from a savepoint or checkpoint of the same story. */
    static ToldJob from(
            String savepoint,
            MiniCluster cluster,
            StoryInput input,
            Setting setting,
            Path checkpoints)
            throws Exception {
        ToldJob told =
                new ToldJob(
                        cluster,
                        input,
                        setting,
                        checkpoints,
                        SavepointRestoreSettings.forPath(savepoint));
        GATES.forEach(gate -> told.gate(gate).beginAt(told.before(gate)));
        awaitRunning(cluster, told.job);
        return told;
    }

    /** Waits until the host that is silent has been missed, which takes half a minute. */
    private void awaitSilence() {
        await().atMost(LONGEST_WAIT)
                .until(
                        () ->
                                written(Topics.HOSTS).stream()
                                                .anyMatch(
                                                        line ->
                                                                line.contains("\"down\":true")
                                                                        || line.contains(
                                                                                "\"state\":\"down\""))
                                        && written(Topics.ALERTS).stream()
                                                .anyMatch(
                                                        line -> line.startsWith(Story.DOWN + "|")));
    }

    String savepoint(Path directory, SavepointFormatType format) throws Exception {
        return cluster.triggerSavepoint(job, directory.toUri().toString(), false, format)
                .get(1, TimeUnit.MINUTES);
    }

    /** A checkpoint that stays when the job is gone. */
    String checkpoint() throws Exception {
        return cluster.triggerCheckpoint(job).get(1, TimeUnit.MINUTES);
    }

    /** Tells the rest; what came before is not part of the outcome. */
    Outcome toTheEnd() throws Exception {
        Outcome before = outcome();
        tellUpTo(new StoryInput(StoryInput.concat(input.before(), input.after()), List.of()));
        return outcome().since(before);
    }

    /**
     * Tells what has been told of {@code story} when its savepoint is due: rules first, samples
     * last.
     */
    void tellUpTo(StoryInput story) throws Exception {
        for (String gate : GATES) {
            tell(gate, story.before(topic(gate)).size());
        }
    }

    /** Tells some more, which no checkpoint will know of. */
    void beginTheRest() {
        Exchange.Gate samples = gate(Topics.SAMPLES);
        long told = samples.next();
        samples.openUpTo(countOf(Topics.SAMPLES));
        await().atMost(LONGEST_WAIT).until(() -> samples.next() > told);
        samples.openUpTo(told);
    }

    /**
     * Waits until all tasks of a job that has lost some run again, from its last checkpoint.
     *
     * @param story what it had been told then
     */
    void awaitRestart(StoryInput story) {
        await().atMost(LONGEST_WAIT)
                .until(
                        () ->
                                allTasks(
                                        cluster,
                                        job,
                                        vertex ->
                                                vertex.getCurrentExecutionAttempt()
                                                                        .getAttemptNumber()
                                                                > 0
                                                        && vertex.getExecutionState()
                                                                == ExecutionState.RUNNING));
        GATES.forEach(gate -> gate(gate).beginAt(story.before(topic(gate)).size()));
    }

    Outcome outcome() {
        return Outcome.of(topic -> written(topic));
    }

    @Override
    public void close() throws Exception {
        cluster.cancelJob(job).get();
        await().atMost(LONGEST_WAIT)
                .until(() -> cluster.getJobStatus(job).get().isGloballyTerminalState());
    }

    /** Hands out so many records, and waits until they have gone through the whole job. */
    private void tell(String gate, long records) throws Exception {
        gate(gate).openUpTo(records);
        await().atMost(LONGEST_WAIT).until(() -> gate(gate).next() >= records);
        awaitRunning(cluster, job);
        cluster.triggerCheckpoint(job).get(1, TimeUnit.MINUTES);
    }

    /** Waits until all tasks run. */
    static void awaitRunning(MiniCluster cluster, JobID job) {
        await().atMost(LONGEST_WAIT)
                .until(
                        () ->
                                cluster.getJobStatus(job).get() == JobStatus.RUNNING
                                        && allTasks(
                                                cluster,
                                                job,
                                                vertex ->
                                                        vertex.getExecutionState()
                                                                == ExecutionState.RUNNING));
    }

    private static String topic(String gate) {
        return gate.equals(READ_BACK) ? Topics.ALERTS : gate;
    }

    private long before(String gate) {
        return input.before(topic(gate)).size();
    }

    private long countOf(String gate) {
        return before(gate) + input.after(topic(gate)).size();
    }

    private Exchange.Gate gate(String gate) {
        return Exchange.gate(name + "/" + gate);
    }

    private List<String> written(String topic) {
        return Exchange.written(name + "/" + topic);
    }

    private JobGraph graph(Setting setting, Path checkpoints) {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        configuration(setting, checkpoints));
        environment.setParallelism(setting.parallelism());
        build(environment, setting);
        return environment.getStreamGraph().getJobGraph();
    }

    private void build(StreamExecutionEnvironment environment, Setting setting) {
        DetectPipeline.build(
                setting.moreOperators()
                        .apply(source(Topics.SAMPLES).connect(environment, "detect-read-samples")),
                source(Topics.RULES).connect(environment, "detect-read-rules"),
                source(READ_BACK).connect(environment, "detect-read-alerts"),
                new DetectPipeline.Sinks(
                        sink(Topics.WINDOWS),
                        sink(Topics.ALERTS),
                        sink(Topics.HOSTS),
                        sink(Topics.DEAD_LETTERS)),
                config());
        NotifyPipeline.build(
                source(Topics.ALERTS).connect(environment, "notify-read-alerts"),
                new WritingSink<AlertNotice>(
                        name + "/" + NOTICES,
                        notice ->
                                notice.alertKey()
                                        + (notice.isFiring()
                                                ? Outcome.FIRES
                                                : Outcome.IS_RESOLVED)));
    }

    private static DetectConfig config() {
        return new DetectConfig(
                Stream.of("1m", "5m", "1h", "30s/10s").map(WindowSpec::parse).toList(),
                PublishedWindows.ALL,
                Duration.ofMinutes(1),
                AGES,
                new SampleClock(Duration.ofMinutes(5), AGES),
                Duration.ofSeconds(25),
                AGES,
                AGES,
                AGES,
                DetectConfig.DEFAULT_MAX_HOSTS);
    }

    private static Configuration configuration(Setting setting, Path checkpoints) {
        return new Configuration()
                .set(PipelineOptions.GENERIC_TYPES, false)
                .set(PipelineOptions.AUTO_GENERATE_UIDS, false)
                .set(PipelineOptions.OBJECT_REUSE, true)
                .set(PipelineOptions.MAX_PARALLELISM, 720)
                .set(StateBackendOptions.STATE_BACKEND, setting.stateBackend())
                .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofHours(1))
                .set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true)
                .set(
                        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION)
                .set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem")
                .set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString())
                // in files of their own, or their names hold where the savepoint was made
                .set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ZERO)
                .set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay")
                .set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3)
                .set(
                        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY,
                        Duration.ofMillis(100));
    }

    private FedSource source(String gate) {
        String topic = topic(gate);
        return new FedSource(
                name + "/" + gate, StoryInput.concat(input.before(topic), input.after(topic)));
    }

    private WritingSink<KafkaDocument> sink(String topic) {
        return new WritingSink<>(
                name + "/" + topic,
                document ->
                        String.join(
                                "\t",
                                document.key(),
                                document.id(),
                                new String(document.json(), UTF_8)));
    }

    private static boolean allTasks(
            MiniCluster cluster, JobID job, Predicate<AccessExecutionVertex> condition)
            throws Exception {
        return StreamSupport.stream(
                        cluster.getExecutionGraph(job)
                                .get()
                                .getAllExecutionVertices()
                                .spliterator(),
                        false)
                .allMatch(condition);
    }
}
