package io.hostpulse.benchmarks;

import io.hostpulse.benchmarks.detect.Cost;
import io.hostpulse.benchmarks.detect.Job;
import io.hostpulse.benchmarks.detect.RawRead;
import io.hostpulse.benchmarks.detect.Results;
import io.hostpulse.benchmarks.detect.RunOptions;
import io.hostpulse.benchmarks.detect.SampleShape;
import io.hostpulse.benchmarks.detect.SampleTopic;
import io.hostpulse.benchmarks.detect.StateSize;
import io.hostpulse.benchmarks.detect.StockRules;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.LocalStack;
import io.hostpulse.stack.StackConfig;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.graph.StreamGraph;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * CPU time of the detect pipeline per sample beside that of reading the same topic and throwing it
 * away, and what the pipeline keeps for a host; {@link StageCost} says what it spends its time on.
 * Kafka is a process of its own; all else runs in this one, one after the other. Costs are slopes
 * over two lengths of run, so that starting and compiling hardly count.
 */
@Command(
        name = "detect-cost",
        mixinStandardHelpOptions = true,
        description = "Measures the detect pipeline beside the raw read of its topic.")
public final class DetectCost implements Callable<Integer> {

    /** So short a reading of the topic that a single one would not be measured well. */
    private static final int RAW_READS = 5;

    @Mixin private RunOptions run;

    @Option(names = "--rounds", defaultValue = "3", description = "Measurements of each kind.")
    private int rounds;

    @Option(
            names = "--batch-bytes",
            defaultValue = "0",
            description = "Of the producer. 0: each sample is a batch, as agents send them.")
    private int batchBytes;

    public static void main(String[] args) {
        System.exit(new CommandLine(new DetectCost()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("detect-cost");
        try (LocalStack stack = new LocalStack(StackConfig.onFreePorts(directory));
                MiniCluster flink = run.cluster()) {
            stack.startKafka();
            flink.start();
            List<RawRecord> rules = StockRules.read(stack.config().tree().rules());
            System.out.printf("%d rules, parallelism %d%n", rules.size(), run.parallelism());
            for (SampleShape shape : run.shapes()) {
                SampleTopic topic =
                        SampleTopic.fill(stack.addresses().kafka(), run.fleet(), shape, batchBytes);
                SampleTopic shorter =
                        SampleTopic.fill(
                                stack.addresses().kafka(), run.shorterFleet(), shape, batchBytes);
                SampleTopic ofOneHost =
                        SampleTopic.fill(
                                stack.addresses().kafka(), run.oneHost(), shape, batchBytes);
                System.out.printf(
                        "%n%s: %,d samples of %,d hosts; %.0f metrics of the host, %.0f of its things, %.0f bytes%n",
                        shape,
                        topic.samples(),
                        run.hosts(),
                        topic.hostMetrics(),
                        topic.deviceMetrics(),
                        topic.bytes());
                printCosts(flink, topic, shorter, rules);
                printState(flink, topic, ofOneHost, rules, directory.resolve("savepoints"));
            }
        } finally {
            DataDirectory.delete(directory);
        }
        return 0;
    }

    private void printCosts(
            MiniCluster flink, SampleTopic topic, SampleTopic shorter, List<RawRecord> rules)
            throws Exception {
        long samples = topic.samples() - shorter.samples();
        Map<String, List<Cost>> costs = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            Map<String, Cost> ofRound = new LinkedHashMap<>();
            ofRound.put(
                    "RAW",
                    Cost.of(() -> readRepeatedly(topic))
                            .minus(Cost.of(() -> readRepeatedly(shorter)))
                            .dividedBy(RAW_READS));
            for (Job job : Job.values()) {
                Cost ofShorter = Cost.of(() -> runToEnd(flink, shorter, job, rules));
                Results.reset();
                ofRound.put(
                        job.name(),
                        Cost.of(() -> runToEnd(flink, topic, job, rules)).minus(ofShorter));
            }
            if (round > 0) { // the first warms up
                ofRound.forEach(
                        (kind, cost) ->
                                costs.computeIfAbsent(kind, unused -> new ArrayList<>()).add(cost));
            }
        }
        System.out.printf("results of the pipeline: %s%n", Results.describe());
        System.out.printf("load average %.1f%n", loadAverage());
        System.out.printf(
                "%-8s %12s %14s %12s %8s %8s%n",
                "", "us/sample", "least - most", "samples/s", "x RAW", "x READ");
        double raw = median(costs, "RAW").cpuNanos();
        double read = median(costs, Job.READ.name()).cpuNanos();
        costs.forEach(
                (kind, each) -> {
                    Cost cost = Cost.median(each);
                    System.out.printf(
                            "%-8s %12.1f %6.1f - %5.1f %,12.0f %8.1f %8.1f%n",
                            kind,
                            cost.cpuMicrosPer(samples),
                            extreme(each, samples, true),
                            extreme(each, samples, false),
                            cost.perSecond(samples),
                            cost.cpuNanos() / raw,
                            cost.cpuNanos() / read);
                });
    }

    /** What every host keeps beyond what the pipeline keeps for the first one. */
    private void printState(
            MiniCluster flink,
            SampleTopic topic,
            SampleTopic ofOneHost,
            List<RawRecord> rules,
            Path directory)
            throws Exception {
        Map<String, Long> bytes = keptState(flink, topic, rules, directory);
        Map<String, Long> ofFirst = keptState(flink, ofOneHost, rules, directory);
        System.out.printf("%nstate in bytes for each host more%n");
        bytes.forEach(
                (uid, size) ->
                        printBytes(
                                uid, (size - ofFirst.getOrDefault(uid, 0L)) / (run.hosts() - 1)));
        printBytes("all", (sum(bytes) - sum(ofFirst)) / (run.hosts() - 1));
        System.out.printf(
                "with one host %,d bytes, with %d hosts %,d%n",
                sum(ofFirst), run.hosts(), sum(bytes));
    }

    private static void printBytes(String uid, long bytes) {
        if (bytes > 0) {
            System.out.printf("%,10d  %s%n", bytes, uid);
        }
    }

    private Map<String, Long> keptState(
            MiniCluster flink, SampleTopic topic, List<RawRecord> rules, Path directory)
            throws Exception {
        Results.reset();
        StreamGraph graph = Job.DETECT.following(topic, rules, run.parallelism());
        JobID job = flink.submitJob(graph.getJobGraph()).get().getJobID();
        Results.awaitQuiet();
        System.out.printf("results before the savepoint: %s%n", Results.describe());
        String savepoint =
                flink.triggerSavepoint(
                                job,
                                directory.toUri().toString(),
                                false,
                                SavepointFormatType.NATIVE)
                        .get(1, TimeUnit.MINUTES);
        flink.cancelJob(job).get();
        flink.requestJobResult(job).get();
        return StateSize.ofSavepoint(savepoint, graph);
    }

    private static long sum(Map<String, Long> bytes) {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Object readRepeatedly(SampleTopic topic) {
        for (int i = 0; i < RAW_READS; i++) {
            RawRead.read(topic);
        }
        return topic;
    }

    private Object runToEnd(MiniCluster flink, SampleTopic topic, Job job, List<RawRecord> rules)
            throws Exception {
        return flink.executeJobBlocking(job.reading(topic, rules, run.parallelism()).getJobGraph());
    }

    private static Cost median(Map<String, List<Cost>> costs, String kind) {
        return Cost.median(costs.getOrDefault(kind, List.of()));
    }

    private static double extreme(List<Cost> costs, long samples, boolean least) {
        var micros = costs.stream().mapToDouble(cost -> cost.cpuMicrosPer(samples));
        return (least ? micros.min() : micros.max()).orElseThrow();
    }

    private static double loadAverage() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
