package io.hostpulse.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.benchmarks.detect.SampleShape;
import io.hostpulse.job.ingest.Arrival;
import io.hostpulse.job.ingest.SampleFlattener;
import io.hostpulse.job.ingest.SampleReader;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.pipeline.DetectConfig;
import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetPlan;
import io.hostpulse.simulator.FleetRecord;
import io.hostpulse.simulator.FleetRecord.SampleRecord;
import io.hostpulse.simulator.ScenarioMix;
import io.hostpulse.simulator.scenario.ScenarioName;
import io.hostpulse.wire.LeftOut;
import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.SampleLimits;
import io.hostpulse.wire.proto.HostSample;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * CPU time that it takes to read a sample into the arrays of detection: straight from protobuf,
 * over messages, and from JSON. One thread, which is warm, does one after the other.
 */
@Command(
        name = "decode-cost",
        mixinStandardHelpOptions = true,
        description = "Measures the ways to read a sample.")
public final class DecodeCost implements Callable<Integer> {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int HOSTS = 200;
    private static final int WARM_UP_ROUNDS = 4;

    @Option(names = "--rounds", defaultValue = "7", description = "Measurements of each way.")
    private int rounds;

    @Option(names = "--samples", defaultValue = "50000", description = "In a measurement.")
    private int samples;

    @Option(
            names = "--shapes",
            split = ",",
            defaultValue = "CPU_AND_MEMORY,WHOLE",
            description = "Of the samples: ${COMPLETION-CANDIDATES}.")
    private List<SampleShape> shapes = List.of();

    private final SampleReader reader = new SampleReader(DetectConfig.sampleClock());
    private final SampleFlattener flattener = new SampleFlattener(DetectConfig.sampleClock());

    private record Input(byte[] protobuf, byte[] json, Arrival arrival) {}

    /** A way to read a sample. */
    private interface Way {
        Sample read(Input input) throws MalformedSampleException;
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new DecodeCost()).execute(args));
    }

    @Override
    public Integer call() throws MalformedSampleException {
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put(
                "straight", input -> reader.read(input.protobuf(), input.arrival(), new LeftOut()));
        ways.put("messages", this::readMessage);
        ways.put("JSON", input -> reader.read(input.json(), input.arrival(), new LeftOut()));
        for (SampleShape shape : shapes) {
            List<Input> inputs = inputs(shape);
            Map<String, List<Double>> micros = new LinkedHashMap<>();
            for (int round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
                for (Map.Entry<String, Way> way : ways.entrySet()) {
                    double taken = measure(way.getValue(), inputs);
                    if (round >= WARM_UP_ROUNDS) {
                        micros.computeIfAbsent(way.getKey(), name -> new ArrayList<>()).add(taken);
                    }
                }
            }
            System.out.printf(
                    "%s, %.0f bytes%n%-9s %10s %15s%n",
                    shape,
                    inputs.stream().mapToInt(input -> input.protobuf().length).average().orElse(0),
                    "",
                    "us/sample",
                    "least - most");
            micros.forEach(DecodeCost::print);
        }
        return 0;
    }

    private static void print(String way, List<Double> micros) {
        List<Double> sorted = micros.stream().sorted().toList();
        System.out.printf(
                "%-9s %10.2f %7.2f - %5.2f%n",
                way, sorted.get(sorted.size() / 2), sorted.get(0), sorted.get(sorted.size() - 1));
    }

    private double measure(Way way, List<Input> inputs) throws MalformedSampleException {
        long devices = 0;
        long begin = THREADS.getCurrentThreadCpuTime();
        for (int s = 0; s < samples; s++) {
            devices += way.read(inputs.get(s % inputs.size())).deviceNames().length;
        }
        long taken = THREADS.getCurrentThreadCpuTime() - begin;
        if (devices < 0) { // never, but who does not use a result need not compute it
            throw new IllegalStateException();
        }
        return taken / 1e3 / samples;
    }

    private Sample readMessage(Input input) throws MalformedSampleException {
        LeftOut leftOut = new LeftOut();
        HostSample sample =
                SampleLimits.apply(SampleCodec.decode(input.protobuf(), leftOut), leftOut);
        return flattener.flatten(sample, input.arrival(), leftOut);
    }

    private static List<Input> inputs(SampleShape shape) {
        FleetPlan plan =
                new FleetPlan(
                        20_260_314L,
                        HOSTS,
                        Instant.parse("2026-03-14T00:00:00Z"),
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(10));
        List<Input> inputs = new ArrayList<>();
        for (FleetRecord each :
                new Fleet(plan, ScenarioMix.of(List.of(ScenarioName.CPU_SPIKE), plan))) {
            if (each instanceof SampleRecord made) {
                HostSample sample = shape.shape(made.sample());
                inputs.add(
                        new Input(
                                SampleCodec.encode(sample),
                                SampleCodec.encodeJson(sample).getBytes(UTF_8),
                                Arrival.at(made.arrivalMillis())));
            }
        }
        return inputs;
    }
}
