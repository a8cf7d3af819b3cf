package io.hostpulse.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.hostpulse.agent.read.DiskReader;
import io.hostpulse.agent.read.DiskSource.DiskCounter;
import io.hostpulse.agent.read.DiskSource.DiskFigures;
import io.hostpulse.agent.read.Glob;
import io.hostpulse.agent.read.NameFilter;
import io.hostpulse.agent.read.Reading;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxDisksTest {

    private NameFilter filter = NameFilter.DEFAULT;
    private FixtureHost host;
    private long now;
    private LinuxDisks disks;

    @BeforeEach
    void setUp(@TempDir Path root) throws IOException {
        host = new FixtureHost(root);
        host.write(
                "proc/diskstats",
                """
                   7       0 loop0 5 0 10 1 0 0 0 0 0 1 1 0 0 0 0 0 0
                 254       0 vda 22270 5908 2563050 14379 2784 6171 1967552 2935 4 3312 17501 3283 51
                 254       1 vda1 22000 5908 2563000 14000 2784 6171 1967552 2935 0 3312 17501
                  11       0 sr0 0 0 0 0 0 0 0 0 0 0 0
                 253       0 dm-0 1 2 3 4 5 6 7 8 9 10 11
                """);
        host.makeDirectory("sys/block/vda/device").write("sys/block/vda/size", "528424168\n");
        host.write("sys/block/vda/serial", "disk-1\n");
        host.makeDirectory("sys/block/sr0/device").write("sys/block/sr0/size", "0\n");
        host.write("sys/block/loop0/size", "8\n").write("sys/block/dm-0/size", "8\n");
        disks = new LinuxDisks(host.proc(), host.sys(), () -> filter, () -> now);
    }

    @Test
    void onlyDisksWithADeviceAndAMediumAreRead() throws IOException {
        assertThat(disks.read()).extracting(DiskFigures::name).containsExactly("vda");
    }

    @Test
    void aFilterAsksForOthersAndLeavesOut() throws IOException {
        filter = new NameFilter(List.of(new Glob("dm-*"), new Glob("vda*")), List.of());
        assertThat(disks.read())
                .extracting(DiskFigures::name)
                .containsExactly("vda", "vda1", "dm-0");

        filter = new NameFilter(List.of(), List.of(new Glob("vd?")));
        assertThat(disks.read()).isEmpty();
    }

    @Test
    void theColumnsAreThoseOfTheKernelsDocumentation() throws IOException {
        DiskFigures disk = disks.read().get(0);

        assertThat(disk.serialNumber()).isEqualTo("disk-1");
        assertThat(disk.inProgress()).hasValue(4);
        assertThat(disk.counters().values())
                .isEqualTo(
                        Map.of(
                                DiskCounter.READS, 22270L,
                                DiskCounter.READ_BYTES, 2563050L * 512,
                                DiskCounter.READ_TIME_MS, 14379L,
                                DiskCounter.WRITES, 2784L,
                                DiskCounter.WRITE_BYTES, 1967552L * 512,
                                DiskCounter.WRITE_TIME_MS, 2935L,
                                DiskCounter.IO_TIME_MS, 3312L,
                                DiskCounter.QUEUE_TIME_MS, 17501L));
    }

    @Test
    void disksComeAndGo() throws IOException {
        disks.read();
        host.makeDirectory("sys/block/sdb/device").write("sys/block/sdb/size", "100\n");
        host.write("proc/diskstats", "8 16 sdb 1 2 3 4 5 6 7 8 9 10 11\n");

        assertThat(disks.read())
                .singleElement()
                .matches(disk -> disk.name().equals("sdb") && disk.serialNumber().isEmpty());
    }

    @Test
    void aFileThatIsCutShortIsAnError() throws IOException {
        host.write("proc/diskstats", " 254       0 vda 22270 5908\n");

        assertThatThrownBy(disks::read).isInstanceOf(IOException.class).hasMessageContaining("vda");
    }

    @Test
    void aDiskThatIsGoneLeavesTheFiguresOfTheOthersAlone() throws IOException {
        host.write("proc/diskstats", diskLine("sda", 1000) + diskLine("sdb", 5000));
        for (String disk : List.of("sda", "sdb")) {
            host.makeDirectory("sys/block/" + disk + "/device");
            host.write("sys/block/" + disk + "/size", "8\n");
        }
        DiskReader reader = new DiskReader(disks);
        read(reader, 1);
        host.write("proc/diskstats", diskLine("sdb", 5100));

        assertThat(read(reader, 2).getDisksList())
                .singleElement()
                .satisfies(
                        disk -> {
                            assertThat(disk.getName()).isEqualTo("sdb");
                            assertThat(disk.getReadOperationsPerSec()).isEqualTo(10);
                        });

        host.write("proc/diskstats", diskLine("sda", 1900) + diskLine("sdb", 5200));
        HostSample back = read(reader, 3);
        assertThat(back.getDisks(0).hasReadOperationsPerSec()).isFalse();
        assertThat(back.getDisks(1).getReadOperationsPerSec()).isEqualTo(10);
        assertThat(back.getDiskSummary().getReadOperationsPerSec()).isEqualTo(10);
    }

    @Test
    void anotherDiskUnderTheNameOfOneThatWasThereIsNoticed() throws IOException {
        disks.read();
        host.write("sys/block/vda/serial", "disk-2\n").write("sys/block/sr0/size", "4096\n");

        now = Duration.ofSeconds(31).toNanos();

        assertThat(disks.read())
                .extracting(DiskFigures::name, DiskFigures::serialNumber)
                .containsExactly(tuple("vda", "disk-2"), tuple("sr0", ""));
    }

    private static String diskLine(String name, long reads) {
        return "   8       0 " + name + " " + reads + " 0 0 0 0 0 0 0 0 0 0\n";
    }

    private static HostSample read(DiskReader reader, long number) throws IOException {
        HostSample.Builder sample = HostSample.newBuilder();
        long interval = Duration.ofSeconds(10).toNanos();
        reader.read(new Reading(number, number * interval, number == 1 ? 0 : interval), sample);
        return sample.build();
    }
}
