package io.hostpulse.agent.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** Opens real files that take so many bytes, and then the part of a write that still fits. */
final class FullDisk implements ChannelOpener {

    private int freeBytes;

    void free(int bytes) {
        freeBytes = bytes;
    }

    @Override
    public SeekableByteChannel open(Path file, OpenOption... options) throws IOException {
        return new Limited(ChannelOpener.ON_DISK.open(file, options));
    }

    private final class Limited implements SeekableByteChannel {

        private final SeekableByteChannel channel;

        Limited(SeekableByteChannel channel) {
            this.channel = channel;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            if (freeBytes == 0) {
                throw new IOException("No space left on device");
            }
            int size = Math.min(freeBytes, source.remaining());
            freeBytes -= size;
            channel.write(source.slice(source.position(), size));
            source.position(source.position() + size);
            return size;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return channel.read(target);
        }

        @Override
        public long position() throws IOException {
            return channel.position();
        }

        @Override
        public SeekableByteChannel position(long newPosition) throws IOException {
            channel.position(newPosition);
            return this;
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public SeekableByteChannel truncate(long size) throws IOException {
            channel.truncate(size);
            return this;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
