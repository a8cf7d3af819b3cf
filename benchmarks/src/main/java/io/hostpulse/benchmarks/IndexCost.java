package io.hostpulse.benchmarks;

import io.hostpulse.benchmarks.detect.Cost;
import io.hostpulse.benchmarks.detect.RecentFleet;
import io.hostpulse.benchmarks.index.AnsweringServer;
import io.hostpulse.benchmarks.index.DocumentPool;
import io.hostpulse.benchmarks.index.Posting;
import io.hostpulse.simulator.FleetPlan;
import io.hostpulse.wire.HumanDuration;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * CPU time of sending the documents of samples to Elasticsearch: by the job's sink, beside a plain
 * loop that posts the same bodies and one of Elasticsearch's own client. A process of its own
 * answers as a server would, and does not count. Figures are slopes over two lengths of run, so
 * neither do starting and compiling.
 */
@Command(
        name = "index-cost",
        mixinStandardHelpOptions = true,
        description = "Measures the sink of Elasticsearch beside a plain loop.")
public final class IndexCost implements Callable<Integer> {

    /** So many times longer is the longer of two runs. */
    private static final int LONGER = 4;

    @Option(names = "--hosts", defaultValue = "20", description = "Hosts of the fleet.")
    private int hosts;

    @Option(names = "--duration", defaultValue = "30m", description = "Their time.")
    private String duration;

    @Option(names = "--interval", defaultValue = "10s", description = "Between two samples.")
    private String interval;

    @Option(names = "--times", defaultValue = "5", description = "Passes of the shorter run.")
    private int times;

    @Option(names = "--rounds", defaultValue = "5", description = "Measurements of each kind.")
    private int rounds;

    public static void main(String[] args) {
        System.exit(new CommandLine(new IndexCost()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        DocumentPool pool = DocumentPool.of(plan());
        System.out.printf(
                "%,d samples: %.1f documents and %,.0f bytes each%n",
                pool.samples(), pool.documentsOfASample(), pool.bytesOfASample());
        try (AnsweringServer server = AnsweringServer.start()) {
            Map<Posting, List<Double>> micros = new EnumMap<>(Posting.class);
            for (int round = 0; round <= rounds; round++) {
                for (Posting posting : Posting.values()) {
                    double slope = microsOfASample(posting, pool, server);
                    if (round > 0) { // the first warms up
                        micros.computeIfAbsent(posting, unused -> new ArrayList<>()).add(slope);
                    }
                }
            }
            print(micros);
        }
        return 0;
    }

    private double microsOfASample(Posting posting, DocumentPool pool, AnsweringServer server)
            throws Exception {
        Cost shorter = cost(posting, pool, times, server);
        Cost longer = cost(posting, pool, times * LONGER, server);
        return (longer.cpuNanos() - shorter.cpuNanos())
                / 1e3
                / ((LONGER - 1L) * times * pool.samples());
    }

    private static Cost cost(Posting posting, DocumentPool pool, int times, AnsweringServer server)
            throws Exception {
        return Cost.of(
                () -> {
                    posting.send(pool, times, server.address());
                    return null;
                });
    }

    private static void print(Map<Posting, List<Double>> micros) {
        System.out.printf(
                "load average %.1f%n%-8s %12s %14s%n",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                "",
                "us/sample",
                "least - most");
        micros.forEach(
                (posting, each) -> {
                    List<Double> sorted = each.stream().sorted().toList();
                    System.out.printf(
                            "%-8s %12.1f %6.1f - %5.1f%n",
                            posting,
                            sorted.get(sorted.size() / 2),
                            sorted.get(0),
                            sorted.get(sorted.size() - 1));
                });
    }

    private FleetPlan plan() {
        return RecentFleet.of(hosts, HumanDuration.parse(duration), HumanDuration.parse(interval));
    }
}
