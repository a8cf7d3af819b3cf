package io.hostpulse.agent.read;

import static io.hostpulse.agent.read.DiskSource.DiskCounter.IO_TIME_MS;
import static io.hostpulse.agent.read.DiskSource.DiskCounter.QUEUE_TIME_MS;
import static io.hostpulse.agent.read.DiskSource.DiskCounter.READS;
import static io.hostpulse.agent.read.DiskSource.DiskCounter.READ_BYTES;
import static io.hostpulse.agent.read.DiskSource.DiskCounter.READ_TIME_MS;
import static io.hostpulse.agent.read.DiskSource.DiskCounter.WRITES;
import static io.hostpulse.agent.read.DiskSource.DiskCounter.WRITE_BYTES;
import static io.hostpulse.agent.read.DiskSource.DiskCounter.WRITE_TIME_MS;

import io.hostpulse.agent.read.DiskSource.DiskCounter;
import io.hostpulse.agent.read.DiskSource.DiskFigures;
import io.hostpulse.wire.proto.Disk;
import io.hostpulse.wire.proto.DiskSummary;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Every disk, and all of them together. The formulas are those of iostat(1): mean waiting time is
 * the time spent divided by the operations, the mean queue is the weighted time divided by the
 * interval.
 */
public final class DiskReader implements GroupReader {

    private final DiskSource source;
    private final KeyedCounters<String, DiskCounter> counters =
            new KeyedCounters<>(() -> new Counters<>(DiskCounter.class));

    public DiskReader(DiskSource source) {
        this.source = source;
    }

    @Override
    public String subject() {
        return "disks";
    }

    @Override
    public void read(Reading reading, HostSample.Builder sample) throws IOException {
        List<DiskFigures> disks =
                source.read().stream().filter(disk -> !disk.name().isEmpty()).toList();
        CounterSum<DiskCounter> sum = new CounterSum<>(DiskCounter.class);
        OptionalDouble busiest = OptionalDouble.empty();
        for (DiskFigures figures : disks) {
            CounterChange<DiskCounter> change =
                    counters.advance(figures.name(), reading, figures.counters().values());
            sum.add(change);
            OptionalDouble busy = busyShare(reading, change);
            if (busy.isPresent() && busy.getAsDouble() >= busiest.orElse(0)) {
                busiest = busy;
            }
            Disk.Builder disk = sample.addDisksBuilder().setName(figures.name());
            if (!figures.serialNumber().isEmpty()) {
                disk.setSerialNumber(figures.serialNumber());
            }
            setCounters(figures, disk);
            setRates(reading, change, disk);
            busy.ifPresent(share -> disk.setBusyPercent(100 * share));
        }
        counters.retain(disks.stream().map(DiskFigures::name).toList());
        setSummary(sum.total(reading), busiest, sample);
    }

    private static void setCounters(DiskFigures figures, Disk.Builder disk) {
        Figures<DiskCounter> values = figures.counters();
        values.get(READS).ifPresent(disk::setReadCount);
        values.get(READ_BYTES).ifPresent(disk::setReadBytes);
        values.get(READ_TIME_MS).ifPresent(disk::setReadTimeMs);
        values.get(WRITES).ifPresent(disk::setWriteCount);
        values.get(WRITE_BYTES).ifPresent(disk::setWriteBytes);
        values.get(WRITE_TIME_MS).ifPresent(disk::setWriteTimeMs);
        values.get(IO_TIME_MS).ifPresent(disk::setIoTimeMs);
        figures.inProgress().ifPresent(disk::setIoInProgress);
    }

    private static void setRates(
            Reading reading, CounterChange<DiskCounter> change, Disk.Builder disk) {
        change.perSecond(READS).ifPresent(disk::setReadOperationsPerSec);
        change.perSecond(READ_BYTES).ifPresent(disk::setReadBytesPerSec);
        change.mean(READ_TIME_MS, READS).ifPresent(disk::setReadAwaitMs);
        change.perSecond(WRITES).ifPresent(disk::setWriteOperationsPerSec);
        change.perSecond(WRITE_BYTES).ifPresent(disk::setWriteBytesPerSec);
        change.mean(WRITE_TIME_MS, WRITES).ifPresent(disk::setWriteAwaitMs);
        change.amount(QUEUE_TIME_MS)
                .ifPresent(time -> disk.setQueueAvgSize(time / reading.milliseconds()));
        long operations = change.amount(READS).orElse(0) + change.amount(WRITES).orElse(0);
        if (operations == 0) {
            return;
        }
        long bytes = change.amount(READ_BYTES).orElse(0) + change.amount(WRITE_BYTES).orElse(0);
        disk.setRequestAvgSize((double) bytes / operations);
        if (change.amount(READ_TIME_MS).isPresent() && change.amount(WRITE_TIME_MS).isPresent()) {
            long time =
                    change.amount(READ_TIME_MS).getAsLong()
                            + change.amount(WRITE_TIME_MS).getAsLong();
            disk.setAwaitMs((double) time / operations);
        }
    }

    private static OptionalDouble busyShare(Reading reading, CounterChange<DiskCounter> change) {
        return change.amount(IO_TIME_MS).isPresent()
                ? Ratio.of((double) change.amount(IO_TIME_MS).getAsLong(), reading.milliseconds())
                : OptionalDouble.empty();
    }

    private static void setSummary(
            CounterChange<DiskCounter> change, OptionalDouble busiest, HostSample.Builder sample) {
        if (!change.isKnown()) {
            return;
        }
        DiskSummary.Builder summary = sample.getDiskSummaryBuilder();
        change.amount(READ_BYTES).ifPresent(summary::setReadBytes);
        change.perSecond(READ_BYTES).ifPresent(summary::setReadBytesPerSec);
        change.perSecond(READS).ifPresent(summary::setReadOperationsPerSec);
        change.amount(WRITE_BYTES).ifPresent(summary::setWriteBytes);
        change.perSecond(WRITE_BYTES).ifPresent(summary::setWriteBytesPerSec);
        change.perSecond(WRITES).ifPresent(summary::setWriteOperationsPerSec);
        if (change.amount(READS).isPresent() && change.amount(WRITES).isPresent()) {
            summary.setOperationsPerSec(
                    change.perSecond(READS).getAsDouble() + change.perSecond(WRITES).getAsDouble());
        }
        busiest.ifPresent(summary::setBusiestPct);
    }
}
