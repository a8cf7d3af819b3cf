package io.hostpulse.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.job.model.RawRecord;
import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetRecord;
import io.hostpulse.wire.Topics;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of a fleet in a file, as a topic with some partitions would hold them: each host in
 * one of them, in its order. All partitions are equally long; shorter ones repeat their last
 * record.
 */
final class RecordedFleet {

    private final int partitions;
    private final List<long[]> positions = new ArrayList<>();
    private final List<ByteBuffer> buffers = new ArrayList<>();
    private final int length;

    RecordedFleet(Fleet fleet, int partitions, Path directory) throws IOException {
        this.partitions = partitions;
        List<Writer> writers = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            writers.add(new Writer(directory.resolve("partition-" + partition)));
        }
        for (FleetRecord each : fleet) {
            writers.get(Math.floorMod(each.key().hashCode(), partitions)).write(each);
        }
        for (Writer writer : writers) {
            positions.add(writer.starts.stream().mapToLong(Long::longValue).toArray());
            buffers.add(writer.finish());
        }
        length = positions.stream().mapToInt(each -> each.length).max().orElseThrow();
    }

    /** How many records there are in all partitions. */
    long size() {
        return (long) length * partitions;
    }

    RawRecord record(long index) {
        int partition = (int) (index / length);
        long[] itsPositions = positions.get(partition);
        int offset = (int) Math.min(index % length, itsPositions.length - 1);
        ByteBuffer buffer = buffers.get(partition).duplicate();
        buffer.position((int) itsPositions[offset]);
        byte[] key = new byte[buffer.getInt()];
        buffer.get(key);
        long arrivalMillis = buffer.getLong();
        byte[] value = new byte[buffer.getInt()];
        buffer.get(value);
        return new RawRecord(
                Topics.SAMPLES, partition, offset, arrivalMillis, true, null, 0, key, value);
    }

    /** Writes one partition. */
    private static final class Writer {

        private final Path path;
        private final DataOutputStream out;
        private final List<Long> starts = new ArrayList<>();

        Writer(Path path) throws IOException {
            this.path = path;
            out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(path)));
        }

        void write(FleetRecord fleetRecord) throws IOException {
            starts.add((long) out.size());
            byte[] key = fleetRecord.key().getBytes(UTF_8);
            out.writeInt(key.length);
            out.write(key);
            out.writeLong(fleetRecord.arrivalMillis());
            out.writeInt(fleetRecord.value().size());
            fleetRecord.value().writeTo(out);
        }

        ByteBuffer finish() throws IOException {
            out.close();
            try (FileChannel channel = FileChannel.open(path)) {
                return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            }
        }
    }
}
