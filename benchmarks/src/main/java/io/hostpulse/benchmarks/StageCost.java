package io.hostpulse.benchmarks;

import io.hostpulse.benchmarks.detect.Cost;
import io.hostpulse.benchmarks.detect.Job;
import io.hostpulse.benchmarks.detect.Profile;
import io.hostpulse.benchmarks.detect.RunOptions;
import io.hostpulse.benchmarks.detect.SampleShape;
import io.hostpulse.benchmarks.detect.SampleTopic;
import io.hostpulse.benchmarks.detect.StockRules;
import io.hostpulse.benchmarks.index.AnsweringServer;
import io.hostpulse.job.document.SampleSelection;
import io.hostpulse.job.index.ElasticsearchConfig;
import io.hostpulse.job.index.ElasticsearchDocumentSink;
import io.hostpulse.job.kafka.KafkaCluster;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.pipeline.DetectConfig;
import io.hostpulse.job.pipeline.DetectPipeline;
import io.hostpulse.job.pipeline.IndexPipeline;
import io.hostpulse.simulator.FleetPlan;
import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.LocalStack;
import io.hostpulse.stack.StackConfig;
import io.hostpulse.wire.Topics;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What a sample costs in each stage of detection and of indexing: the slope of CPU time over two
 * lengths of run, divided up as Flight Recorder saw the threads during the longer one. Collecting
 * garbage and compiling are thus divided up, too. The jobs run in this process, with the sinks that
 * they have; Kafka, and what answers as Elasticsearch does, are processes of their own.
 */
@Command(
        name = "stage-cost",
        mixinStandardHelpOptions = true,
        description = "Measures what a sample costs in each stage of detect and index.")
public final class StageCost implements Callable<Integer> {

    @Mixin private RunOptions run;

    @Option(names = "--methods", defaultValue = "0", description = "So many methods are shown.")
    private int methods;

    @Option(
            names = "--warm-ups",
            defaultValue = "3",
            description = "So often each pipeline runs before it is measured.")
    private int warmUps;

    private List<RawRecord> rules;
    private AnsweringServer elasticsearch;
    private MiniCluster flink;

    /** A job over the samples of a topic. */
    private interface JobOf {
        StreamGraph graph(SampleTopic topic) throws Exception;
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new StageCost()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Profile.prepare();
        Path directory = Files.createTempDirectory("stage-cost");
        try (LocalStack stack = new LocalStack(StackConfig.onFreePorts(directory));
                AnsweringServer server = AnsweringServer.start();
                MiniCluster cluster = run.cluster()) {
            stack.startKafka();
            cluster.start();
            rules = StockRules.read(stack.config().tree().rules());
            elasticsearch = server;
            flink = cluster;
            for (SampleShape shape : run.shapes()) {
                SampleTopic shorter = fill(stack, shape, run.shorterFleet());
                SampleTopic longer = fill(stack, shape, run.fleet());
                System.out.printf(
                        "%n%s: %,d samples of %.0f bytes%n",
                        shape, longer.samples(), longer.bytes());
                print("detect", this::detect, shorter, longer);
                print("index", this::index, shorter, longer);
            }
        } finally {
            DataDirectory.delete(directory);
        }
        return 0;
    }

    private void print(String pipeline, JobOf job, SampleTopic shorter, SampleTopic longer)
            throws Exception {
        for (int round = 0; round < warmUps; round++) {
            run(job, longer);
        }
        Cost ofShorter = Cost.of(() -> run(job, shorter));
        Cost[] ofLonger = new Cost[1];
        Profile profile = Profile.of(() -> ofLonger[0] = Cost.of(() -> run(job, longer)));
        Cost slope = ofLonger[0].minus(ofShorter);
        long samples = longer.samples() - shorter.samples();
        double micros = slope.cpuMicrosPer(samples);
        System.out.printf(
                "%n%8.1f us/sample in all: %s; %.1f of them compile and collect garbage; %,d stacks, load average %.1f%n",
                micros,
                pipeline,
                slope.jvmMicrosPer(samples),
                profile.stacks(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        Profile.lines(profile.parts(), profile.stacks(), micros, Integer.MAX_VALUE)
                .forEach(System.out::println);
        if (methods > 0) {
            System.out.println("innermost methods of the job");
            Profile.lines(profile.ownMethods(), profile.stacks(), micros, methods)
                    .forEach(System.out::println);
            System.out.println("innermost methods");
            Profile.lines(profile.methods(), profile.stacks(), micros, methods)
                    .forEach(System.out::println);
        }
    }

    private Object run(JobOf job, SampleTopic topic) throws Exception {
        return flink.executeJobBlocking(job.graph(topic).getJobGraph());
    }

    /** Its windows, alerts and hosts go to a topic, for {@link #index} to read. */
    private StreamGraph detect(SampleTopic topic) throws Exception {
        StreamExecutionEnvironment environment = Job.environment(run.parallelism());
        KafkaCluster kafka =
                new KafkaCluster(topic.bootstrapServers(), "benchmark", new Properties());
        SampleTopic.create(topic.bootstrapServers(), results(topic));
        Job.detect(
                environment,
                read(environment, topic.bootstrapServers(), topic.name()),
                rules,
                new DetectPipeline.Sinks(
                        kafka.sink(results(topic)),
                        kafka.sink(results(topic)),
                        kafka.sink(results(topic)),
                        kafka.sink(results(topic))));
        return environment.getStreamGraph();
    }

    private StreamGraph index(SampleTopic topic) {
        StreamExecutionEnvironment environment = Job.environment(run.parallelism());
        IndexPipeline.build(
                read(environment, topic.bootstrapServers(), topic.name()),
                read(environment, topic.bootstrapServers(), results(topic))
                        .map(StageCost::asWindow),
                new ElasticsearchDocumentSink(
                        ElasticsearchConfig.of(List.of(elasticsearch.address())), new Properties()),
                DetectConfig.sampleClock(),
                SampleSelection.ofDefaults());
        return environment.getStreamGraph();
    }

    private static DataStream<RawRecord> read(
            StreamExecutionEnvironment environment, String bootstrapServers, String topic) {
        return environment
                .fromSource(
                        Job.wholeTopic(bootstrapServers, topic),
                        WatermarkStrategy.noWatermarks(),
                        "Read " + topic)
                .uid("read-" + topic);
    }

    private static String results(SampleTopic topic) {
        return topic.name() + "-results";
    }

    /** Nearly all results are windows. */
    private static RawRecord asWindow(RawRecord result) {
        return new RawRecord(
                Topics.WINDOWS,
                result.partition(),
                result.offset(),
                result.timestampMillis(),
                result.stampedByBroker(),
                result.documentId(),
                result.documentVersion(),
                result.key(),
                result.value());
    }

    private static SampleTopic fill(LocalStack stack, SampleShape shape, FleetPlan fleet)
            throws Exception {
        return SampleTopic.fill(stack.addresses().kafka(), fleet, shape, 0);
    }
}
