package io.hostpulse.job.ingest;

import static com.google.protobuf.WireFormat.WIRETYPE_FIXED32;
import static com.google.protobuf.WireFormat.WIRETYPE_FIXED64;
import static com.google.protobuf.WireFormat.WIRETYPE_LENGTH_DELIMITED;
import static com.google.protobuf.WireFormat.WIRETYPE_VARINT;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import com.google.protobuf.WireFormat;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads fields of the <a href="https://protobuf.dev/programming-guides/encoding/">protobuf
 * encoding</a> one after the other. What protobuf's own reader refuses, this one does not take
 * either, nor what no known field needs: groups, and field numbers from 2,048 on.
 */
final class ProtobufInput {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;
    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] bytes;
    private int position;
    private int limit;

    ProtobufInput(byte[] bytes) {
        this.bytes = bytes;
        this.limit = bytes.length;
    }

    /** The tag of a field that has that number and wire type. */
    static int tag(int number, int wireType) {
        return (number << 3) | wireType;
    }

    /** Not a method of the exception, which the compiler of the JVM would not inline. */
    static void requirePlain(boolean isPlain) throws NotPlainException {
        if (!isPlain) {
            throw new NotPlainException();
        }
    }

    int position() {
        return position;
    }

    /** Whether the message at which it is goes on. */
    boolean hasMore() {
        return position < limit;
    }

    int readTag() throws NotPlainException {
        int tag = readByte();
        if (tag < 0) {
            byte second = readByte();
            requirePlain(second >= 0);
            tag = (tag & 0x7f) | (second << 7);
        }
        requirePlain(WireFormat.getTagFieldNumber(tag) > 0);
        return tag;
    }

    /** Of a field of 32 bits the lower half counts. */
    long readVarint() throws NotPlainException {
        byte first = readByte();
        return first >= 0 ? first : readVarint(first & 0x7f);
    }

    private long readVarint(long lowest) throws NotPlainException {
        long value = lowest;
        for (int shift = 7; shift < Long.SIZE; shift += 7) {
            byte next = readByte();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new NotPlainException();
    }

    double readDouble() throws NotPlainException {
        return Double.longBitsToDouble((long) LONGS.get(bytes, advance(Long.BYTES)));
    }

    /**
     * @param maxBytes of the text in UTF-8
     */
    String readText(int maxBytes) throws NotPlainException {
        int length = readLength();
        requirePlain(length <= maxBytes);
        return decode(advance(length), length);
    }

    /** Makes sure that it is a text, and returns its length in bytes. */
    int skipText() throws NotPlainException {
        int length = readLength();
        int begin = advance(length);
        if (!isAscii(begin, position)) {
            decode(begin, length);
        }
        return length;
    }

    /** The text that was skipped last, of {@code length} bytes. */
    String lastText(int length, int maxBytes) throws NotPlainException {
        requirePlain(length <= maxBytes);
        return decode(position - length, length);
    }

    /**
     * Begins the message that the field at which it is holds.
     *
     * @return what {@link #leave} is to be told at its end
     */
    int enter() throws NotPlainException {
        int length = readLength();
        requirePlain(length >= 0 && length <= limit - position);
        int outer = limit;
        limit = position + length;
        return outer;
    }

    /** Goes on with the message around the one that has no more. */
    void leave(int outer) {
        limit = outer;
    }

    /** The message that the field at which it is holds. */
    <M> M readMessage(Parser<M> parser) throws NotPlainException, InvalidProtocolBufferException {
        int length = readLength();
        return parser.parseFrom(bytes, advance(length), length);
    }

    /** Passes over a field that is not known. */
    void skip(int tag) throws NotPlainException {
        switch (WireFormat.getTagWireType(tag)) {
            case WIRETYPE_VARINT -> readVarint();
            case WIRETYPE_FIXED64 -> advance(Long.BYTES);
            case WIRETYPE_FIXED32 -> advance(Integer.BYTES);
            case WIRETYPE_LENGTH_DELIMITED -> advance(readLength());
            default -> throw new NotPlainException();
        }
    }

    /** What has been read from {@code begin} on. */
    byte[] copySince(int begin) {
        return Arrays.copyOfRange(bytes, begin, position);
    }

    private byte readByte() throws NotPlainException {
        return bytes[advance(1)];
    }

    private int readLength() throws NotPlainException {
        return (int) readVarint();
    }

    /**
     * @return where it was before
     */
    private int advance(int count) throws NotPlainException {
        int begin = position;
        requirePlain(count >= 0 && count <= limit - begin);
        position = begin + count;
        return begin;
    }

    /** Whoever writes the replacement character of damaged texts is not told from damage here. */
    private String decode(int begin, int length) throws NotPlainException {
        String text = new String(bytes, begin, length, UTF_8);
        requirePlain(text.indexOf(REPLACEMENT) < 0);
        return text;
    }

    private boolean isAscii(int begin, int end) {
        int at = begin;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            if (((long) LONGS.get(bytes, at) & NOT_ASCII) != 0) {
                return false;
            }
        }
        int rest = 0;
        for (; at < end; at++) {
            rest |= bytes[at];
        }
        return rest >= 0;
    }
}
