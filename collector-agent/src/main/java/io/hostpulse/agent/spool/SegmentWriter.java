package io.hostpulse.agent.spool;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/** Appends records to a new segment. After a failure it must not be used any more. */
final class SegmentWriter implements AutoCloseable {

    private final SeekableByteChannel channel;
    private long bytes;

    SegmentWriter(ChannelOpener opener, Path file) throws IOException {
        this.channel = opener.open(file, CREATE_NEW, WRITE);
    }

    /**
     * @return the offset at which the record begins
     */
    long append(ByteBuffer record) throws IOException {
        long start = bytes;
        int length = record.remaining();
        while (record.hasRemaining()) {
            channel.write(record);
        }
        bytes += length;
        return start;
    }

    /** Of whole records. */
    long bytes() {
        return bytes;
    }

    /** Removes what a failed append may have left. */
    void cutTorn() throws IOException {
        channel.truncate(bytes);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
