package io.hostpulse.stack;

import static java.util.concurrent.CompletableFuture.runAsync;
import static java.util.concurrent.CompletableFuture.supplyAsync;

import io.hostpulse.stack.JobState.JobStart;
import io.hostpulse.stack.server.AlertmanagerServer;
import io.hostpulse.stack.server.CollectorAgent;
import io.hostpulse.stack.upgrade.Pipeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Starts a whole stack, everything at the same time that does not need something else first. If
 * anything fails, what was started is stopped again.
 */
public final class StartSequence {

    private static final String FIRST_SAMPLE = "First sample";
    private static final Duration ABORT_LIMIT = Duration.ofSeconds(10);

    private final LocalStack stack;
    private final Optional<Duration> agentInterval;
    private final List<Set<Pipeline>> jobs;
    private final List<String> jobArguments;
    private final Progress progress;
    private final ExecutorService executor = Executors.newFixedThreadPool(6);

    /**
     * @param agentInterval between two samples of this host; empty to start no agent
     * @param jobs the pipelines of each; empty for the default
     * @param jobArguments for the jobs, besides the servers' addresses
     */
    public StartSequence(
            LocalStack stack,
            Optional<Duration> agentInterval,
            List<Set<Pipeline>> jobs,
            List<String> jobArguments,
            Progress progress) {
        this.stack = stack;
        this.agentInterval = agentInterval;
        this.jobs = List.copyOf(jobs);
        this.jobArguments = List.copyOf(jobArguments);
        this.progress = progress;
    }

    /**
     * Returns when this host's first sample can be found, or without an agent when the jobs run.
     *
     * @throws StackException if anything does not start; nothing is left running then
     */
    public void run() {
        Instant start = Instant.now();
        CompletableFuture<?> kafka = supplyAsync(this::startKafka, executor);
        CompletableFuture<?> elasticsearch = supplyAsync(this::startElasticsearch, executor);
        CompletableFuture<?> kibana = elasticsearch.thenRunAsync(this::startKibana, executor);
        CompletableFuture<?> alertmanager = supplyAsync(this::startAlertmanager, executor);
        CompletableFuture<String> flink = supplyAsync(this::startFlink, executor);
        CompletableFuture<?> allJobs =
                CompletableFuture.allOf(kafka, elasticsearch)
                        .thenCombineAsync(flink, (none, jarId) -> startJobs(jarId), executor)
                        .thenCompose(started -> started);
        CompletableFuture<Optional<CollectorAgent>> agent =
                kafka.thenApplyAsync(done -> agentInterval.map(this::startAgent), executor);
        CompletableFuture<?> sample =
                allJobs.thenCombineAsync(
                        agent, (done, started) -> started.map(it -> awaitSample(start)), executor);
        try {
            failFast(
                            List.of(
                                    kafka,
                                    elasticsearch,
                                    kibana,
                                    alertmanager,
                                    flink,
                                    allJobs,
                                    agent,
                                    sample))
                    .join();
            executor.shutdown();
        } catch (CompletionException e) {
            abort();
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Stops whatever runs by now; {@link #run} then ends with an exception. */
    public void abort() {
        executor.shutdownNow();
        try {
            executor.awaitTermination(ABORT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stack.close();
    }

    /** Completes when all have, or as soon as one has failed. */
    private static CompletableFuture<Void> failFast(List<CompletableFuture<?>> all) {
        CompletableFuture<Void> whole = new CompletableFuture<>();
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenRun(() -> whole.complete(null));
        for (CompletableFuture<?> one : all) {
            one.whenComplete(
                    (result, failure) -> {
                        if (failure != null) {
                            whole.completeExceptionally(failure);
                        }
                    });
        }
        return whole;
    }

    private List<String> startKafka() {
        progress.step("Kafka", stack::startKafka, kafka -> kafka.address());
        progress.step("Topics", stack::prepareTopics, topics -> topics.created().size() + " new");
        return progress.step("Rules", stack::publishStockRules, rules -> rules.size() + " new");
    }

    private boolean startElasticsearch() {
        progress.step("Elasticsearch", stack::startElasticsearch, server -> server.address());
        return progress.step(
                "Index templates",
                () -> {
                    stack.installTemplates();
                    return true;
                },
                installed -> "");
    }

    private void startKibana() {
        if (stack.config().kibana().isPresent()) {
            progress.step(Component.KIBANA.title(), stack::startKibana, server -> server.address());
            progress.step(
                    "Dashboards",
                    () -> {
                        stack.importDashboards();
                        return true;
                    },
                    imported -> "");
        }
    }

    private Optional<AlertmanagerServer> startAlertmanager() {
        return stack.config()
                .alertmanager()
                .map(
                        own ->
                                progress.step(
                                        Component.ALERTMANAGER.title(),
                                        stack::startAlertmanager,
                                        server -> server.address()));
    }

    private String startFlink() {
        progress.step("Flink", stack::startFlink, cluster -> cluster.address());
        return stack.uploadJob();
    }

    private CompletableFuture<Void> startJobs(String jarId) {
        return CompletableFuture.allOf(
                stack.planJobs(jobs, jobArguments).stream()
                        .map(start -> runAsync(() -> startJob(jarId, start), executor))
                        .toArray(CompletableFuture[]::new));
    }

    private void startJob(String jarId, JobStart start) {
        progress.step(
                "Job " + Pipeline.list(start.pipelines()),
                () -> stack.startJob(jarId, start, jobArguments),
                jobId ->
                        start.state()
                                .map(point -> "from " + point.location())
                                .orElse("without state"));
    }

    private CollectorAgent startAgent(Duration interval) {
        return progress.step(
                "Collector agent",
                () -> stack.startAgent(interval),
                agent -> "every " + interval.toSeconds() + " s");
    }

    private String awaitSample(Instant since) {
        return progress.step(
                FIRST_SAMPLE,
                () -> stack.awaitSample(since, it -> progress.waiting(FIRST_SAMPLE, it)),
                host -> "of " + host);
    }
}
