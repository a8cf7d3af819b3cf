package io.hostpulse.job.ingest;

import static com.google.protobuf.WireFormat.WIRETYPE_END_GROUP;
import static com.google.protobuf.WireFormat.WIRETYPE_FIXED32;
import static com.google.protobuf.WireFormat.WIRETYPE_FIXED64;
import static com.google.protobuf.WireFormat.WIRETYPE_LENGTH_DELIMITED;
import static com.google.protobuf.WireFormat.WIRETYPE_START_GROUP;
import static com.google.protobuf.WireFormat.WIRETYPE_VARINT;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.WireFormat;
import io.hostpulse.wire.proto.HostSample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Changes an encoded sample field by field, somewhere in it, so that most of what comes of it can
 * still be read, and much of it in more than one way.
 */
final class WireMutations {

    private static final byte[][] TEXTS = {
        {},
        " \t\u2003".getBytes(UTF_8),
        "ä\u20ac\ud83d\ude00".getBytes(UTF_8),
        "\ufffd".getBytes(UTF_8),
        "a long text that has an ümlaut after more than eight bytes".getBytes(UTF_8),
        {(byte) 0xC0, (byte) 0x80},
        {'a', (byte) 0xED, (byte) 0xA0, (byte) 0x80},
        {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
        {'s', 'e', 'v', 'e', 'n', ' ', 'a', 'n', 'd', (byte) 0xE2, (byte) 0x82},
        {(byte) 0x80},
        "x".repeat(128).getBytes(UTF_8),
        "x".repeat(129).getBytes(UTF_8),
        "ä".repeat(128).getBytes(UTF_8),
        "x".repeat(256).getBytes(UTF_8),
        "x".repeat(257).getBytes(UTF_8),
        "y".repeat(1_024).getBytes(UTF_8),
        "y".repeat(1_025).getBytes(UTF_8),
        "z".repeat(17_000).getBytes(UTF_8)
    };
    private static final long[] NUMBERS = {
        0,
        1,
        2,
        3,
        4,
        -1,
        1_000_000_000,
        1L << 31,
        1L << 32,
        (1L << 32) + 1,
        1L << 53,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        253_402_300_799L,
        253_402_300_800L,
        253_402_300_800_000L
    };
    private static final double[] DOUBLES = {
        Double.NaN, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, -1, -0.0, 0, 1, 1.0001, 100.5, 1e30
    };
    private static final int[] UNKNOWN_NUMBERS = {0, 1, 7, 9, 32, 40, 2_047, 2_048, 536_870_911};
    private static final int MAX_COPIES = 1_100;
    private static final int RARELY = 2_000;

    private final Random random;

    WireMutations(Random random) {
        this.random = random;
    }

    /** A field as it is encoded, with its tag. */
    private record Piece(int number, int wireType, int headLength, byte[] bytes) {

        byte[] content() {
            return Arrays.copyOfRange(bytes, headLength, bytes.length);
        }
    }

    byte[] mutate(byte[] sample) {
        byte[] changed = sample;
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            changed = change(changed, HostSample.getDescriptor());
        }
        return switch (random.nextInt(40)) {
            case 0 -> Arrays.copyOf(changed, random.nextInt(changed.length + 1));
            case 1, 2 -> flipBits(changed);
            case 3 -> join(changed, sample);
            case 4 -> join(new byte[] {' '}, changed);
            default -> changed;
        };
    }

    private byte[] change(byte[] message, Descriptor type) {
        List<Piece> pieces;
        try {
            pieces = split(message);
        } catch (IOException damagedBefore) {
            return message;
        }
        if (pieces.isEmpty()) {
            return unknownField();
        }
        int at = random.nextInt(pieces.size());
        Piece piece = pieces.get(at);
        FieldDescriptor field = type.findFieldByNumber(piece.number());
        boolean isMessage =
                field != null
                        && field.getJavaType() == JavaType.MESSAGE
                        && piece.wireType() == WIRETYPE_LENGTH_DELIMITED;
        List<byte[]> changed = new ArrayList<>();
        pieces.forEach(each -> changed.add(each.bytes()));
        if (isMessage && random.nextInt(5) > 0) {
            byte[] inner = change(piece.content(), field.getMessageType());
            changed.set(at, block(piece.number(), inner));
            return join(changed);
        }
        switch (random.nextInt(10)) {
            case 0 -> changed.remove(at);
            case 1 -> changed.add(random.nextInt(pieces.size() + 1), piece.bytes());
            case 2 -> changed.add(random.nextInt(pieces.size()), changed.remove(at));
            case 3 -> changed.set(at, withOtherWireType(piece));
            case 4 -> changed.set(at, withLongVarints(piece));
            case 5 -> changed.add(random.nextInt(pieces.size() + 1), unknownField());
            case 6 -> changed.addAll(at, copies(piece, isMessage));
            case 7 -> changed.set(at, withOtherLength(piece));
            default -> changed.set(at, withOddValue(piece));
        }
        return join(changed);
    }

    private static List<Piece> split(byte[] message) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        CodedInputStream in = CodedInputStream.newInstance(message);
        int begin = 0;
        while (begin < message.length) {
            int tag = in.readTag();
            int head = in.getTotalBytesRead();
            int wireType = WireFormat.getTagWireType(tag);
            if (wireType == WIRETYPE_LENGTH_DELIMITED) {
                int length = in.readRawVarint32();
                head = in.getTotalBytesRead();
                in.skipRawBytes(length);
            } else {
                in.skipField(tag);
            }
            int end = in.getTotalBytesRead();
            pieces.add(
                    new Piece(
                            WireFormat.getTagFieldNumber(tag),
                            wireType,
                            head - begin,
                            Arrays.copyOfRange(message, begin, end)));
            begin = end;
        }
        return pieces;
    }

    private byte[] withOtherWireType(Piece piece) {
        int other = random.nextInt(8);
        return random.nextBoolean()
                ? join(tag(piece.number(), other), piece.content())
                : field(piece.number(), other);
    }

    /** Of a text or message, so that it ends within what follows or before its own end. */
    private byte[] withOtherLength(Piece piece) {
        byte[] content = piece.content();
        int length = Math.max(0, content.length + random.nextInt(40) - 20);
        return piece.wireType() == WIRETYPE_LENGTH_DELIMITED
                ? join(join(tag(piece.number(), piece.wireType()), varint(length)), content)
                : piece.bytes();
    }

    /** Up to one byte more than any may have. */
    private byte[] withLongVarints(Piece piece) {
        byte[] tag = varint((long) piece.number() << 3 | piece.wireType());
        if (random.nextInt(3) == 0) {
            tag = lengthen(tag);
        }
        byte[] content = piece.content();
        return switch (piece.wireType()) {
            case WIRETYPE_VARINT -> join(tag, lengthen(content));
            case WIRETYPE_LENGTH_DELIMITED ->
                    join(join(tag, lengthen(varint(content.length))), content);
            default -> join(tag, content);
        };
    }

    private byte[] lengthen(byte[] varint) {
        byte[] longer = Arrays.copyOf(varint, varint.length + random.nextInt(12 - varint.length));
        for (int i = 0; i < longer.length - 1; i++) {
            longer[i] |= (byte) 0x80;
        }
        return longer;
    }

    private byte[] withOddValue(Piece piece) {
        return switch (piece.wireType()) {
            case WIRETYPE_VARINT ->
                    join(
                            tag(piece.number(), WIRETYPE_VARINT),
                            varint(NUMBERS[random.nextInt(NUMBERS.length)]));
            case WIRETYPE_FIXED64 ->
                    join(
                            tag(piece.number(), WIRETYPE_FIXED64),
                            fixed64(DOUBLES[random.nextInt(DOUBLES.length)]));
            case WIRETYPE_LENGTH_DELIMITED ->
                    block(piece.number(), TEXTS[random.nextInt(TEXTS.length)]);
            default -> flipBits(piece.bytes());
        };
    }

    private List<byte[]> copies(Piece piece, boolean isMessage) {
        if (!isMessage || random.nextInt(RARELY) != 0) {
            return List.of(piece.bytes(), flipBits(piece.bytes()));
        }
        List<byte[]> copies = new ArrayList<>();
        for (int i = 0; i < MAX_COPIES; i++) {
            // a name of its own at the end of it: of single values the last counts
            byte[] name = ("name-" + i).getBytes(UTF_8);
            byte[] key = random.nextInt(100) == 0 ? new byte[0] : block(1, name);
            copies.add(block(piece.number(), join(key, piece.content())));
        }
        return copies;
    }

    private byte[] unknownField() {
        return field(UNKNOWN_NUMBERS[random.nextInt(UNKNOWN_NUMBERS.length)], random.nextInt(8));
    }

    private byte[] field(int number, int wireType) {
        byte[] tag = tag(number, wireType);
        return switch (wireType) {
            case WIRETYPE_VARINT -> join(tag, varint(NUMBERS[random.nextInt(NUMBERS.length)]));
            case WIRETYPE_FIXED64 -> join(tag, fixed64(DOUBLES[random.nextInt(DOUBLES.length)]));
            case WIRETYPE_LENGTH_DELIMITED -> block(number, TEXTS[random.nextInt(TEXTS.length)]);
            case WIRETYPE_FIXED32 -> join(tag, new byte[] {1, 2, 3, 4});
            case WIRETYPE_START_GROUP -> {
                int depth = random.nextInt(20) == 0 ? 90 + random.nextInt(20) : 1;
                List<byte[]> parts = new ArrayList<>(Collections.nCopies(depth, tag));
                parts.add(field(1, WIRETYPE_VARINT));
                parts.addAll(Collections.nCopies(depth, tag(number, WIRETYPE_END_GROUP)));
                yield join(parts);
            }
            default -> tag;
        };
    }

    private byte[] flipBits(byte[] value) {
        byte[] flipped = value.clone();
        for (int i = random.nextInt(3); i >= 0 && value.length > 0; i--) {
            flipped[random.nextInt(value.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return flipped;
    }

    private static byte[] block(int number, byte[] content) {
        return join(join(tag(number, WIRETYPE_LENGTH_DELIMITED), varint(content.length)), content);
    }

    private static byte[] tag(int number, int wireType) {
        return varint(Integer.toUnsignedLong(ProtobufInput.tag(number, wireType)));
    }

    private static byte[] varint(long value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return bytes.toByteArray();
    }

    private static byte[] fixed64(double value) {
        return ByteBuffer.allocate(Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(value)
                .array();
    }

    private static byte[] join(byte[] head, byte[] tail) {
        return join(List.of(head, tail));
    }

    private static byte[] join(List<byte[]> parts) {
        byte[] all = new byte[parts.stream().mapToInt(part -> part.length).sum()];
        int end = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, end, part.length);
            end += part.length;
        }
        return all;
    }
}
