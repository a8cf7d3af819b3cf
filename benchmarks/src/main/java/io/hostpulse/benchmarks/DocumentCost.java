package io.hostpulse.benchmarks;

import io.hostpulse.benchmarks.detect.RecentFleet;
import io.hostpulse.benchmarks.detect.SampleShape;
import io.hostpulse.benchmarks.document.Material;
import io.hostpulse.job.document.SampleDocuments;
import io.hostpulse.job.document.SampleSelection;
import io.hostpulse.job.document.WindowDocuments;
import io.hostpulse.job.model.IndexedDocument;
import io.hostpulse.job.model.Window;
import io.hostpulse.simulator.FleetPlan;
import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.HostSample;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * CPU time of writing the documents of samples and of windows, of the thread that does it: without
 * decoding, computing, and sending, and after a warm-up.
 */
@Command(
        name = "document-cost",
        mixinStandardHelpOptions = true,
        description = "Measures what writing documents takes.")
public final class DocumentCost implements Callable<Integer> {

    /** From the time of a sample to its documents. */
    private static final long DELAY_MILLIS = 100;

    @Option(names = "--hosts", defaultValue = "10", description = "Hosts of the fleet.")
    private int hosts;

    @Option(names = "--duration", defaultValue = "30m", description = "Their time.")
    private String duration;

    @Option(names = "--interval", defaultValue = "10s", description = "Between two samples.")
    private String interval;

    @Option(names = "--passes", defaultValue = "5", description = "Passes of a measurement.")
    private int passes;

    @Option(names = "--rounds", defaultValue = "9", description = "Measurements of each kind.")
    private int rounds;

    /** What was written, and what that took. */
    private record Written(int documents, long bytes, long nanos) {

        Written and(Written other) {
            return new Written(
                    documents + other.documents, bytes + other.bytes, nanos + other.nanos);
        }
    }

    private interface Work {
        Written write();
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new DocumentCost()).execute(args));
    }

    @Override
    public Integer call() {
        System.out.printf(
                "%-16s %-8s %12s %10s %10s %14s%n",
                "", "", "documents", "bytes", "us", "least - most");
        for (SampleShape shape : List.of(SampleShape.CPU_AND_MEMORY, SampleShape.WHOLE)) {
            Material material = Material.of(plan(), shape);
            SampleDocuments samples = new SampleDocuments(SampleSelection.ofDefaults());
            WindowDocuments windows = new WindowDocuments();
            measure(shape, "samples", material, () -> writeSamples(samples, material));
            measure(shape, "windows", material, () -> writeWindows(windows, material));
        }
        System.out.printf(
                "load average %.1f%n",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        return 0;
    }

    private void measure(SampleShape shape, String kind, Material material, Work work) {
        List<Written> measured = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            Written written = new Written(0, 0, 0);
            for (int pass = 0; pass < passes; pass++) {
                written = written.and(work.write());
            }
            if (round > 0) { // the first warms up
                measured.add(written);
            }
        }
        measured.sort(Comparator.comparingLong(Written::nanos));
        double samples = (double) passes * material.samples().size();
        Written median = measured.get(measured.size() / 2);
        System.out.printf(
                "%-16s %-8s %12.2f %10.0f %10.1f %6.1f - %5.1f%n",
                shape,
                kind,
                median.documents() / samples,
                median.bytes() / samples,
                median.nanos() / 1e3 / samples,
                measured.get(0).nanos() / 1e3 / samples,
                measured.get(measured.size() - 1).nanos() / 1e3 / samples);
    }

    private static Written writeSamples(SampleDocuments writer, Material material) {
        List<HostSample> decoded = material.decodedSamples();
        int documents = 0;
        long bytes = 0;
        long nanos = threadNanos();
        for (HostSample sample : decoded) {
            long timeMillis = SampleCodec.timeMillis(sample);
            for (IndexedDocument document :
                    writer.of(sample, timeMillis, timeMillis + DELAY_MILLIS)) {
                documents++;
                bytes += document.json().length;
            }
        }
        return new Written(documents, bytes, threadNanos() - nanos);
    }

    private static Written writeWindows(WindowDocuments writer, Material material) {
        long bytes = 0;
        long nanos = threadNanos();
        for (Window window : material.windows()) {
            bytes += writer.of(window).json().length;
        }
        return new Written(material.windows().size(), bytes, threadNanos() - nanos);
    }

    private static long threadNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private FleetPlan plan() {
        return RecentFleet.of(hosts, HumanDuration.parse(duration), HumanDuration.parse(interval));
    }
}
