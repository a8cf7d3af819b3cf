package io.hostpulse.agent.packages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.ByteBufferOutputStream;

/** A program that compresses in each way that Kafka knows, and names those that work. */
final class CompressionRoundTrip {

    private CompressionRoundTrip() {}

    public static void main(String[] arguments) throws IOException {
        byte[] text = "what the host is doing ".repeat(1000).getBytes(UTF_8);
        for (CompressionType type : CompressionType.values()) {
            if (!Arrays.equals(text, throughAndBack(Compression.of(type).build(), text))) {
                throw new IllegalStateException(type + " changes what it compresses");
            }
            System.out.println(type.name);
        }
    }

    private static byte[] throughAndBack(Compression compression, byte[] text) throws IOException {
        ByteBufferOutputStream compressed = new ByteBufferOutputStream(text.length);
        try (OutputStream output =
                compression.wrapForOutput(compressed, RecordBatch.CURRENT_MAGIC_VALUE)) {
            output.write(text);
        }
        try (InputStream input =
                compression.wrapForInput(
                        compressed.buffer().flip(),
                        RecordBatch.CURRENT_MAGIC_VALUE,
                        BufferSupplier.NO_CACHING)) {
            return input.readAllBytes();
        }
    }
}
