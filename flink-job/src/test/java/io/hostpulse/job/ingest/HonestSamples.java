package io.hostpulse.job.ingest;

import io.hostpulse.job.fuzz.FullSample;
import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetPlan;
import io.hostpulse.simulator.FleetRecord;
import io.hostpulse.simulator.FleetRecord.SampleRecord;
import io.hostpulse.simulator.ScenarioMix;
import io.hostpulse.simulator.scenario.ScenarioName;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.HostSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Samples such as agents send them. */
final class HonestSamples {

    static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private HonestSamples() {}

    /** Of a host that says all that the schema has, and two of each device. */
    static HostSample full() {
        HostSample full = FullSample.generate();
        HostSample.Builder sample =
                full.toBuilder().setTime(SampleCodec.timestamp(NOW)).mergeFrom(full);
        sample.setTime(SampleCodec.timestamp(NOW));
        sample.getCoresBuilder(1).setId(8);
        sample.getProcessesBuilder(1).setPid(8);
        sample.getDisksBuilder(1).setName("sdb");
        sample.getFilesystemsBuilder(1).setMountPoint("/mnt");
        sample.getInterfacesBuilder(1).setName("eth1");
        sample.getSensorsBuilder(1).setName("fan");
        sample.getContainersBuilder(1).setId("other");
        sample.getProbesBuilder(1).setTarget("localhost:80");
        sample.getAgentGroupsBuilder(1).setName("gpu");
        sample.getHostBuilder()
                .clearLabels()
                .putLabels("environment", "production")
                .putLabels("role", "web");
        return sample.build();
    }

    /** Of hosts of the simulator, and {@link #full}. */
    static List<HostSample> some() {
        FleetPlan plan = new FleetPlan(1, 5, NOW, Duration.ofSeconds(20), Duration.ofSeconds(10));
        List<HostSample> samples = new ArrayList<>(List.of(full()));
        for (FleetRecord each :
                new Fleet(plan, ScenarioMix.of(List.of(ScenarioName.CPU_SPIKE), plan))) {
            if (each instanceof SampleRecord made) {
                samples.add(made.sample());
            }
        }
        return samples;
    }
}
