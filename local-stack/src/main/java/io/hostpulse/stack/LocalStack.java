package io.hostpulse.stack;

import io.hostpulse.stack.JobState.JobStart;
import io.hostpulse.stack.client.Elasticsearch;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.client.JobSubmission;
import io.hostpulse.stack.client.KafkaTopics;
import io.hostpulse.stack.client.RestorePoint;
import io.hostpulse.stack.process.Pause;
import io.hostpulse.stack.process.ShortCommand;
import io.hostpulse.stack.rule.StockRules;
import io.hostpulse.stack.server.AlertmanagerServer;
import io.hostpulse.stack.server.CollectorAgent;
import io.hostpulse.stack.server.ElasticsearchServer;
import io.hostpulse.stack.server.FlinkCluster;
import io.hostpulse.stack.server.KafkaServer;
import io.hostpulse.stack.server.KibanaServer;
import io.hostpulse.stack.upgrade.JobDescription;
import io.hostpulse.stack.upgrade.Pipeline;
import io.hostpulse.stack.upgrade.SavepointFolder;
import io.hostpulse.stack.upgrade.UploadedJars;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A stack that is set up step by step, in the order in which one thing needs another. Its processes
 * are also known by their run records, which other commands find in the data directory.
 *
 * <p>Closing ends every process of it, whoever started it, and keeps the data.
 */
public final class LocalStack implements AutoCloseable {

    private static final Duration JOB_START_LIMIT = Duration.ofSeconds(90);
    private static final int RESTARTS_BEFORE_GIVING_UP = 5;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    private final StackConfig config;

    public LocalStack(StackConfig config) {
        this.config = config;
        config.data().create();
    }

    public StackConfig config() {
        return config;
    }

    public StackAddresses addresses() {
        return config.addresses();
    }

    public KafkaServer startKafka() {
        return KafkaServer.start(config);
    }

    public ElasticsearchServer startElasticsearch() {
        return ElasticsearchServer.start(config);
    }

    public FlinkCluster startFlink() {
        return FlinkCluster.start(config);
    }

    /** Starts the stack's own Alertmanager; only where its configuration has one. */
    public AlertmanagerServer startAlertmanager() {
        return AlertmanagerServer.start(config);
    }

    /** Starts Kibana; only where the configuration has one, and after Elasticsearch. */
    public KibanaServer startKibana() {
        return KibanaServer.start(config);
    }

    /** Imports data views, searches and dashboards into Kibana. */
    public void importDashboards() {
        Path output = config.data().logs().resolve("dashboards.out");
        List<String> command =
                List.of(
                        config.tree().kibanaImporter().toString(),
                        "--url",
                        addresses().kibana().orElseThrow());
        if (ShortCommand.run(command, output) != 0) {
            throw new StackException("Kibana does not take the dashboards.", output, null);
        }
    }

    /** What Flink answers to; use only after it was started. */
    public FlinkRest flink() {
        return new FlinkRest(URI.create(addresses().flink()));
    }

    /** What Elasticsearch answers to; use only after it was started. */
    public Elasticsearch elasticsearch() {
        return config.elasticsearch().client();
    }

    /** Creates the topics that Kafka lacks, and has it set the time of samples. */
    public KafkaTopics.Changes prepareTopics() {
        return KafkaTopics.prepare(addresses().kafka());
    }

    /**
     * Publishes the stock rules that Kafka lacks.
     *
     * @return their ids
     */
    public List<String> publishStockRules() {
        return StockRules.publishMissing(addresses().kafka(), config.tree().rules());
    }

    /** Installs the index templates in Elasticsearch. */
    public void installTemplates() {
        Path output = config.data().logs().resolve("templates.out");
        List<String> command =
                List.of(
                        config.tree().templateInstaller().toString(),
                        "--url",
                        addresses().elasticsearch());
        if (ShortCommand.run(command, output) != 0) {
            throw new StackException(
                    "Elasticsearch does not take the index templates.", output, null);
        }
    }

    /**
     * Starts one job and waits until every task of it runs.
     *
     * @param restore the state to start with
     * @param arguments for the job, besides the servers' addresses and the state backend
     * @return the job's id
     */
    public String startJob(Optional<RestorePoint> restore, String... arguments) {
        List<String> all = jobArguments(List.of(arguments));
        Set<Pipeline> pipelines = Pipeline.ofArguments(all);
        boolean isPart = !pipelines.containsAll(EnumSet.allOf(Pipeline.class));
        return runJob(uploadJob(), new JobStart(pipelines, restore, isPart), all);
    }

    /**
     * Uploads the job's jar, and keeps a copy: an upgrade may have to come back to this very jar
     * when another one has been built.
     *
     * @return the jar's id
     */
    String uploadJob() {
        return new UploadedJars(flink(), new SavepointFolder(config.savepoints()).jars())
                .idOf(config.tree().jobJar());
    }

    /**
     * Which jobs to start, and how: by default one for each pipeline, or those that there were when
     * the stack was stopped.
     *
     * @param groups of pipelines, one for each job; empty for the default
     * @param arguments for the jobs, besides what all have
     */
    List<JobStart> planJobs(List<Set<Pipeline>> groups, List<String> arguments) {
        JobState state = new JobState(config.data());
        Set<Pipeline> all = Pipeline.ofArguments(jobArguments(arguments));
        List<JobStart> plan =
                state.plan(
                        groups.isEmpty()
                                ? state.groups(all).orElseGet(() -> Pipeline.apart(all))
                                : groups);
        Set<Pipeline> planned = EnumSet.noneOf(Pipeline.class);
        plan.forEach(start -> planned.addAll(start.pipelines()));
        // else the supervisor would start what nobody wants any more
        state.keepOnly(planned);
        return plan;
    }

    /**
     * Starts one of the jobs of a plan and waits until every task of it runs.
     *
     * @param arguments as for {@link #planJobs}
     * @return the job's id
     */
    String startJob(String jarId, JobStart start, List<String> arguments) {
        List<String> all = new ArrayList<>(jobArguments(arguments));
        all.add("--pipelines=" + Pipeline.list(start.pipelines()));
        return runJob(jarId, start, all);
    }

    private List<String> jobArguments(List<String> others) {
        List<String> all = new ArrayList<>();
        all.addAll(List.of("--bootstrap-servers", addresses().kafka()));
        all.addAll(List.of("--elasticsearch", addresses().elasticsearch()));
        addresses().alertmanager().ifPresent(url -> all.addAll(List.of("--alertmanager", url)));
        all.addAll(List.of("--state-backend", config.stateBackend().flinkName()));
        all.addAll(others);
        return all;
    }

    private String runJob(String jarId, JobStart start, List<String> arguments) {
        String jobId =
                flink().run(
                                new JobSubmission(
                                        jarId,
                                        arguments,
                                        Optional.empty(),
                                        start.state(),
                                        start.mayLeaveState()));
        awaitRunning(jobId, start.state());
        JobDescription job = JobDescription.of(flink(), jobId);
        synchronized (this) {
            new JobState(config.data()).started(job, start.state());
        }
        return jobId;
    }

    /** Starts the agent of this host. */
    public CollectorAgent startAgent(Duration interval) {
        return CollectorAgent.start(config, interval);
    }

    /**
     * Waits until a sample that the agent has taken after a moment can be found.
     *
     * @param progress is told how far the job is behind
     * @return this host's name
     */
    String awaitSample(Instant since, Consumer<String> progress) {
        return new SampleWait(config.data(), progress).await(since);
    }

    @Override
    public void close() {
        new StopSequence(config.data(), Progress.silent()).stopProcesses();
    }

    private void awaitRunning(String jobId, Optional<RestorePoint> restore) {
        FlinkRest flink = flink();
        Instant deadline = Instant.now().plus(JOB_START_LIMIT);
        while (!flink.isFullyRunning(jobId)) {
            boolean isHopeless =
                    Instant.now().isAfter(deadline)
                            || flink.restarts(jobId) >= RESTARTS_BEFORE_GIVING_UP;
            if (isHopeless || flink.jobState(jobId).matches("FAILED|CANCELED|FINISHED")) {
                String reason = flink.lastFailure(jobId).orElse("it is " + flink.jobState(jobId));
                throw new StackException(
                        "The job does not run: " + reason + "." + advice(restore),
                        config.data().log(Component.JOBMANAGER),
                        null);
            }
            Pause.of(POLL_INTERVAL);
        }
    }

    private static String advice(Optional<RestorePoint> restore) {
        return restore.map(
                        point ->
                                " It was started with the state in %s: if that is of another version or state backend, go back to that, or forget it with --fresh."
                                        .formatted(point.location()))
                .orElse("");
    }
}
