package org.apache.kafka.common.network;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ScatteringByteChannel;
import org.apache.kafka.common.memory.MemoryPool;

/**
 * A message of Kafka's protocol as it comes in: four bytes of length, and what they announce.
 *
 * <p>Goes before the class of the same name in Kafka's client, which reserves whatever is
 * announced, and so ends the JVM when something else than a broker answers; the client has no
 * setting for that (KAFKA-4090). This one takes no message longer than {@link #LONGEST}: the client
 * closes the connection then and tries again later. It is all that was changed, see decision 30.
 */
public class NetworkReceive implements Receive {

    public static final String UNKNOWN_SOURCE = "";

    /** The client's word for no limit of its own; {@link #LONGEST} holds all the same. */
    public static final int UNLIMITED = -1;

    /**
     * In bytes. Metadata of a thousand brokers and ten thousand partitions have a tenth of that,
     * and what words and TLS would announce is far more.
     */
    static final int LONGEST = 4 * 1024 * 1024;

    private final String source;
    private final int maxSize;
    private final MemoryPool pool;
    private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    private int announced = -1;
    private ByteBuffer payload;

    public NetworkReceive() {
        this(UNKNOWN_SOURCE);
    }

    public NetworkReceive(String source) {
        this(UNLIMITED, source);
    }

    /** One whose payload is there already. */
    public NetworkReceive(String source, ByteBuffer payload) {
        this(source);
        this.payload = payload;
    }

    public NetworkReceive(int maxSize, String source) {
        this(maxSize, source, MemoryPool.NONE);
    }

    public NetworkReceive(int maxSize, String source, MemoryPool pool) {
        this.source = source;
        this.maxSize = maxSize == UNLIMITED ? LONGEST : Math.min(maxSize, LONGEST);
        this.pool = pool;
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public boolean complete() {
        return !length.hasRemaining() && payload != null && !payload.hasRemaining();
    }

    /**
     * @throws InvalidReceiveException if the announced length is none that a broker sends
     */
    @Override
    public long readFrom(ScatteringByteChannel channel) throws IOException {
        long bytes = 0;
        if (length.hasRemaining()) {
            bytes += read(channel, length);
            if (!length.hasRemaining()) {
                announced = checked(length.getInt(0));
            }
        }
        if (payload == null && announced >= 0) {
            // nothing if the pool has no room now
            payload = announced == 0 ? ByteBuffer.allocate(0) : pool.tryAllocate(announced);
        }
        return payload == null ? bytes : bytes + read(channel, payload);
    }

    @Override
    public boolean requiredMemoryAmountKnown() {
        return announced >= 0;
    }

    @Override
    public boolean memoryAllocated() {
        return payload != null;
    }

    @Override
    public void close() throws IOException {
        if (payload != null && payload.capacity() > 0) {
            pool.release(payload);
            payload = null;
        }
    }

    public ByteBuffer payload() {
        return payload;
    }

    public int bytesRead() {
        return length.position() + (payload == null ? 0 : payload.position());
    }

    /** Of the whole message, its length included. */
    public int size() {
        return length.limit() + payload.limit();
    }

    private int checked(int size) {
        if (size < 0 || size > maxSize) {
            throw new InvalidReceiveException(
                    "a message of " + size + " bytes is announced, which no broker sends");
        }
        return size;
    }

    private static int read(ScatteringByteChannel channel, ByteBuffer target) throws IOException {
        int bytes = channel.read(target);
        if (bytes < 0) {
            throw new EOFException();
        }
        return bytes;
    }
}
