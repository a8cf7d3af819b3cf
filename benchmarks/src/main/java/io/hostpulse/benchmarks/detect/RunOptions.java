package io.hostpulse.benchmarks.detect;

import io.hostpulse.simulator.FleetPlan;
import io.hostpulse.wire.HumanDuration;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import picocli.CommandLine.Option;

/** What jobs are run over, and with how many tasks. */
public final class RunOptions {

    /** So much of the time of the fleet is in the shorter of two runs. */
    private static final int SHORTER = 4;

    @Option(names = "--hosts", defaultValue = "200", description = "Hosts of the fleet.")
    private int hosts;

    @Option(names = "--duration", defaultValue = "1h", description = "Their time.")
    private String duration;

    @Option(names = "--interval", defaultValue = "10s", description = "Between two samples.")
    private String interval;

    @Option(names = "--parallelism", defaultValue = "2", description = "Of the jobs.")
    private int parallelism;

    @Option(
            names = "--shapes",
            split = ",",
            defaultValue = "CPU_AND_MEMORY,WHOLE",
            description = "Of the samples: ${COMPLETION-CANDIDATES}.")
    private List<SampleShape> shapes = List.of();

    public int hosts() {
        return hosts;
    }

    public int parallelism() {
        return parallelism;
    }

    public List<SampleShape> shapes() {
        return shapes;
    }

    /** The fleet of the longer of two runs. */
    public FleetPlan fleet() {
        return plan(hosts, HumanDuration.parse(duration));
    }

    /** The fleet of the shorter one. */
    public FleetPlan shorterFleet() {
        return plan(hosts, HumanDuration.parse(duration).dividedBy(SHORTER));
    }

    /** One host, for as long as the longer run. */
    public FleetPlan oneHost() {
        return plan(1, HumanDuration.parse(duration));
    }

    /** Where the jobs run: in this process. */
    public MiniCluster cluster() {
        return new MiniCluster(
                new MiniClusterConfiguration.Builder()
                        .withRandomPorts()
                        .setNumTaskManagers(1)
                        .setNumSlotsPerTaskManager(parallelism)
                        .build());
    }

    private FleetPlan plan(int size, Duration time) {
        return RecentFleet.of(size, time, HumanDuration.parse(interval));
    }
}
