package io.hostpulse.simulator.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.proto.Core;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.Filesystem;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Memory;
import org.junit.jupiter.api.Test;

class ReadingTest {

    @Test
    void aThingWithoutANameAndOneWithThatOfAnotherAreAbsent() {
        Reading reading =
                new Reading(
                        HostSample.newBuilder()
                                .addFilesystems(Filesystem.newBuilder().setUsedPct(0.9))
                                .addFilesystems(
                                        Filesystem.newBuilder().setMountPoint(" ").setUsedPct(0.9))
                                .addFilesystems(
                                        Filesystem.newBuilder().setMountPoint("/").setUsedPct(0.5))
                                .addFilesystems(
                                        Filesystem.newBuilder().setMountPoint("/").setUsedPct(0.9))
                                .addCores(Core.newBuilder().setTotalPct(0.9))
                                .addCores(Core.newBuilder().setId(0).setTotalPct(0.5))
                                .build());

        Thing root = new Thing(Dimension.FILESYSTEM, "/");
        assertThat(reading.things())
                .containsExactlyInAnyOrder(Thing.HOST, root, new Thing(Dimension.CORE, "0"));
        assertThat(valueOf(reading, root, "system.filesystem.used.pct")).isEqualTo(0.5);
    }

    @Test
    void aNumberFrom2To63OnIsAbsent() {
        Reading reading =
                new Reading(
                        HostSample.newBuilder()
                                .setMemory(
                                        Memory.newBuilder()
                                                .setTotal(Long.MIN_VALUE)
                                                .setFree(Long.MAX_VALUE))
                                .build());

        assertThat(valueOf(reading, Thing.HOST, "system.memory.total")).isNaN();
        assertThat(valueOf(reading, Thing.HOST, "system.memory.free")).isEqualTo(0x1p63);
    }

    private static double valueOf(Reading reading, Thing thing, String metric) {
        return reading.value(thing, MetricCatalogue.get().find(metric).orElseThrow());
    }
}
