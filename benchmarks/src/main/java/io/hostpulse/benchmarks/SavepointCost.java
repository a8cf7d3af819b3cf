package io.hostpulse.benchmarks;

import io.hostpulse.benchmarks.detect.Results;
import io.hostpulse.benchmarks.detect.SimulatedJob;
import io.hostpulse.benchmarks.detect.StateSize;
import io.hostpulse.benchmarks.detect.StockRules;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetPlan;
import io.hostpulse.simulator.ScenarioMix;
import io.hostpulse.simulator.scenario.ScenarioName;
import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.StackConfig;
import io.hostpulse.wire.HumanDuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.graph.StreamGraph;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long the detect pipeline takes to save what it keeps of a fleet and to start from it, how
 * large that is, and how much of it is a host's: with each state backend and each format.
 */
@Command(
        name = "savepoint-cost",
        mixinStandardHelpOptions = true,
        description = "Measures savepoints, checkpoints and restores of the detect pipeline.")
public final class SavepointCost implements Callable<Integer> {

    @Option(names = "--hosts", defaultValue = "10000", description = "Hosts of the fleet.")
    private int hosts;

    @Option(names = "--duration", defaultValue = "4m", description = "Their time.")
    private String duration;

    @Option(names = "--parallelism", defaultValue = "2", description = "Of the jobs.")
    private int parallelism;

    private Path directory;
    private MiniCluster flink;

    private interface Save {
        CompletableFuture<String> of(JobID job);
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new SavepointCost()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        directory = Files.createTempDirectory("savepoint-cost");
        Duration time = HumanDuration.parse(duration);
        Duration interval = Duration.ofSeconds(10);
        FleetPlan plan =
                new FleetPlan(
                        42,
                        hosts,
                        Instant.now().minus(time).truncatedTo(ChronoUnit.MINUTES),
                        time.plusMinutes(1),
                        interval);
        try (MiniCluster cluster = new MiniCluster(clusterConfiguration())) {
            flink = cluster;
            flink.start();
            List<RawRecord> rules =
                    StockRules.read(StackConfig.onFreePorts(directory).tree().rules());
            SimulatedJob.use(
                    rules, new Fleet(plan, ScenarioMix.of(List.of(ScenarioName.CPU_SPIKE), plan)));
            JobID job = start("hashmap", null);
            SimulatedJob.handOutRules(rules.size());
            flink.triggerCheckpoint(job).get(5, TimeUnit.MINUTES); // all tasks have them
            SimulatedJob.handOut(hosts * time.dividedBy(interval));
            flink.triggerCheckpoint(job).get(5, TimeUnit.MINUTES);
            Results.awaitQuiet();
            System.out.printf("%,d hosts, %s of their time%n", hosts, duration);
            String canonical = saveEachWay("hashmap", job);
            System.out.println("from the canonical savepoint of hashmap to rocksdb");
            saveEachWay("rocksdb", restart("rocksdb", "canonical", canonical));
        } finally {
            DataDirectory.delete(directory);
        }
        return 0;
    }

    /**
     * @return the canonical savepoint
     */
    private String saveEachWay(String backend, JobID job) throws Exception {
        measure(backend + " first checkpoint", flink::triggerCheckpoint, job);
        SimulatedJob.handOut(hosts);
        Results.awaitQuiet();
        measure(backend + " checkpoint a sample of each host later", flink::triggerCheckpoint, job);
        String canonical =
                measure(
                        backend + " canonical savepoint",
                        each -> savepoint(each, SavepointFormatType.CANONICAL),
                        job);
        String nativeOne =
                measure(
                        backend + " native savepoint",
                        each -> savepoint(each, SavepointFormatType.NATIVE),
                        job);
        flink.cancelJob(job).get();
        flink.cancelJob(restart(backend, "canonical", canonical)).get();
        flink.cancelJob(restart(backend, "native", nativeOne)).get();
        System.out.printf("results so far: %s%n", Results.describe());
        return canonical;
    }

    private CompletableFuture<String> savepoint(JobID job, SavepointFormatType format) {
        return flink.triggerSavepoint(job, directory.toUri().toString(), false, format);
    }

    private String measure(String what, Save save, JobID job) throws Exception {
        long beganNanos = System.nanoTime();
        String address = save.of(job).get(5, TimeUnit.MINUTES);
        long millis = (System.nanoTime() - beganNanos) / 1_000_000;
        Map<String, Long> bytes = StateSize.ofSavepoint(address, graph("hashmap"));
        long all = bytes.values().stream().mapToLong(Long::longValue).sum();
        System.out.printf(
                "%-50s %,7d ms %,8.1f MiB %,8d bytes a host; written: %,.1f MiB%n",
                what, millis, all / 1048576.0, all / hosts, StateSize.written(address) / 1048576.0);
        return address;
    }

    private JobID restart(String backend, String format, String savepoint) throws Exception {
        long beganNanos = System.nanoTime();
        JobID job = start(backend, savepoint);
        System.out.printf(
                "%-50s %,7d ms%n",
                backend + " starts from " + format + " savepoint",
                (System.nanoTime() - beganNanos) / 1_000_000);
        return job;
    }

    /** Returns when all tasks have their state and run. */
    private JobID start(String backend, String savepoint) throws Exception {
        JobGraph graph = graph(backend).getJobGraph();
        if (savepoint != null) {
            graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint));
        }
        JobID job = flink.submitJob(graph).get().getJobID();
        while (!isRunning(job)) {
            Thread.sleep(5);
        }
        return job;
    }

    private boolean isRunning(JobID job) throws Exception {
        return flink.getJobStatus(job).get() == JobStatus.RUNNING
                && StreamSupport.stream(
                                flink.getExecutionGraph(job)
                                        .get()
                                        .getAllExecutionVertices()
                                        .spliterator(),
                                false)
                        .map(vertex -> vertex.getExecutionState())
                        .allMatch(state -> state == ExecutionState.RUNNING);
    }

    private StreamGraph graph(String backend) {
        return SimulatedJob.graph(backend, parallelism, directory.resolve("checkpoints"));
    }

    private MiniClusterConfiguration clusterConfiguration() {
        return new MiniClusterConfiguration.Builder()
                .setConfiguration(
                        new Configuration()
                                .set(
                                        TaskManagerOptions.MANAGED_MEMORY_SIZE,
                                        MemorySize.ofMebiBytes(256)))
                .withRandomPorts()
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(parallelism)
                .build();
    }
}
