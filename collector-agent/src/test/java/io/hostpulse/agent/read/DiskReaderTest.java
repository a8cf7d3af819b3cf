package io.hostpulse.agent.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hostpulse.agent.read.DiskSource.DiskCounter;
import io.hostpulse.agent.read.DiskSource.DiskFigures;
import io.hostpulse.wire.proto.Disk;
import io.hostpulse.wire.proto.DiskSummary;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DiskReaderTest {

    private List<DiskFigures> disks = List.of();
    private final DiskReader reader = new DiskReader(() -> disks);

    @Test
    void theFirstReadingHasCountersAndNoRates() throws IOException {
        disks = List.of(disk("vda", 1));

        HostSample sample = Readings.read(reader, 1);

        Disk disk = sample.getDisks(0);
        assertThat(disk.getName()).isEqualTo("vda");
        assertThat(disk.getSerialNumber()).isEqualTo("S-vda");
        assertThat(disk.getReadCount()).isEqualTo(100);
        assertThat(disk.getReadBytes()).isEqualTo(1_000_000);
        assertThat(disk.getIoInProgress()).isEqualTo(3);
        assertThat(disk.hasReadBytesPerSec()).isFalse();
        assertThat(disk.hasAwaitMs()).isFalse();
        assertThat(disk.hasBusyPercent()).isFalse();
        assertThat(sample.hasDiskSummary()).isFalse();
    }

    @Test
    void ratesWaitingTimesAndQueueFollowFromTheCounters() throws IOException {
        disks = List.of(disk("vda", 1));
        Readings.read(reader, 1);
        disks = List.of(disk("vda", 2));

        Disk disk = Readings.read(reader, 2).getDisks(0);

        assertThat(disk.getReadOperationsPerSec()).isEqualTo(10);
        assertThat(disk.getReadBytesPerSec()).isEqualTo(100_000);
        assertThat(disk.getReadAwaitMs()).isEqualTo(2);
        assertThat(disk.getWriteOperationsPerSec()).isEqualTo(30);
        assertThat(disk.getWriteBytesPerSec()).isEqualTo(300_000);
        assertThat(disk.getWriteAwaitMs()).isEqualTo(4);
        assertThat(disk.getAwaitMs()).isEqualTo(3.5);
        assertThat(disk.getRequestAvgSize()).isEqualTo(10_000);
        assertThat(disk.getBusyPercent()).isEqualTo(50);
        assertThat(disk.getQueueAvgSize()).isCloseTo(0.8, within(1e-9));
    }

    @Test
    void aDiskAtRestHasRatesOfZeroAndNoWaitingTimes() throws IOException {
        disks = List.of(disk("vda", 1));
        Readings.read(reader, 1);

        Disk disk = Readings.read(reader, 2).getDisks(0);

        assertThat(disk.getReadOperationsPerSec()).isZero();
        assertThat(disk.hasReadOperationsPerSec()).isTrue();
        assertThat(disk.getBusyPercent()).isZero();
        assertThat(disk.hasAwaitMs()).isFalse();
        assertThat(disk.hasReadAwaitMs()).isFalse();
        assertThat(disk.hasRequestAvgSize()).isFalse();
    }

    @Test
    void theSummaryAddsUpAllDisksAndNamesTheBusiestShare() throws IOException {
        disks = List.of(disk("vda", 1), disk("vdb", 1));
        Readings.read(reader, 1);
        disks = List.of(disk("vda", 2), disk("vdb", 1));

        DiskSummary summary = Readings.read(reader, 2).getDiskSummary();

        assertThat(summary.getReadBytes()).isEqualTo(1_000_000);
        assertThat(summary.getReadBytesPerSec()).isEqualTo(100_000);
        assertThat(summary.getWriteBytes()).isEqualTo(3_000_000);
        assertThat(summary.getReadOperationsPerSec()).isEqualTo(10);
        assertThat(summary.getOperationsPerSec()).isEqualTo(40);
        assertThat(summary.getBusiestPct()).isEqualTo(0.5);
    }

    @Test
    void aDiskThatIsPluggedInAddsNoPeakToTheSummary() throws IOException {
        disks = List.of(disk("vda", 1));
        Readings.read(reader, 1);
        disks = List.of(disk("vda", 1), disk("sdb", 50));

        HostSample sample = Readings.read(reader, 2);

        assertThat(sample.getDisks(1).hasReadBytesPerSec()).isFalse();
        assertThat(sample.getDiskSummary().getReadBytes()).isZero();
        assertThat(sample.getDiskSummary().hasReadBytes()).isTrue();
    }

    @Test
    void aDiskThatGoesAndComesBackStartsAnew() throws IOException {
        disks = List.of(disk("sdb", 1));
        Readings.read(reader, 1);
        disks = List.of();
        assertThat(Readings.read(reader, 2).getDisksCount()).isZero();
        disks = List.of(disk("sdb", 9));

        HostSample sample = Readings.read(reader, 3);

        assertThat(sample.getDisks(0).getReadCount()).isEqualTo(900);
        assertThat(sample.getDisks(0).hasReadOperationsPerSec()).isFalse();
        assertThat(sample.hasDiskSummary()).isFalse();
    }

    @Test
    void countersThatStartAgainGiveNoRatesForThatInterval() throws IOException {
        disks = List.of(disk("vda", 9));
        Readings.read(reader, 1);
        disks = List.of(disk("vda", 1));
        assertThat(Readings.read(reader, 2).getDisks(0).hasReadBytesPerSec()).isFalse();
        disks = List.of(disk("vda", 2));

        assertThat(Readings.read(reader, 3).getDisks(0).getReadBytesPerSec()).isEqualTo(100_000);
    }

    @Test
    void aDiskWithoutTimesStillHasItsRates() throws IOException {
        disks = List.of(plainDisk(1));
        Readings.read(reader, 1);
        disks = List.of(plainDisk(2));

        Disk disk = Readings.read(reader, 2).getDisks(0);

        assertThat(disk.getReadOperationsPerSec()).isEqualTo(0.1);
        assertThat(disk.hasAwaitMs()).isFalse();
        assertThat(disk.hasBusyPercent()).isFalse();
        assertThat(disk.hasIoInProgress()).isFalse();
        assertThat(disk.getSerialNumber()).isEmpty();
    }

    /** After {@code amount} times the same work. */
    private static DiskFigures disk(String name, long amount) {
        Figures<DiskCounter> counters =
                new Figures<>(DiskCounter.class)
                        .put(DiskCounter.READS, 100 * amount)
                        .put(DiskCounter.READ_BYTES, 1_000_000 * amount)
                        .put(DiskCounter.READ_TIME_MS, 200 * amount)
                        .put(DiskCounter.WRITES, 300 * amount)
                        .put(DiskCounter.WRITE_BYTES, 3_000_000 * amount)
                        .put(DiskCounter.WRITE_TIME_MS, 1200 * amount)
                        .put(DiskCounter.IO_TIME_MS, 5000 * amount)
                        .put(DiskCounter.QUEUE_TIME_MS, 8000 * amount);
        return new DiskFigures(name, "S-" + name, counters, OptionalLong.of(3));
    }

    private static DiskFigures plainDisk(long amount) {
        Figures<DiskCounter> counters =
                new Figures<>(DiskCounter.class)
                        .put(DiskCounter.READS, amount)
                        .put(DiskCounter.WRITES, amount);
        return new DiskFigures("disk0", "", counters, OptionalLong.empty());
    }
}
