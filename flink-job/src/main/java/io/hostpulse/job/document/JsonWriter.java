package io.hostpulse.job.document;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes JSON objects, one after the other, whose members are addressed by dotted paths: for
 * documents with hundreds of members, of which there are many a second. Members have to come in an
 * order that keeps those with a common beginning together, such as that of their paths; names are
 * rendered once, and numbers become bytes where they stand.
 */
final class JsonWriter {

    /** A longer buffer, which some odd document needed, is not kept. */
    private static final int MAX_KEPT_BYTES = 1 << 20;

    private static final int FIRST_BYTES = 16 * 1024;

    /** What a character comes to at most. */
    private static final int MAX_BYTES_OF_CHARACTER = 6;

    /** What stands after the backslash in place of a character; 0 for those that stay. */
    private static final byte[] ESCAPES = escapes();

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(US_ASCII);

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;
    private Parent open;

    /** An object that holds members. There is one of each, so that equal ones are the same. */
    private static final class Parent {

        static final Parent ROOT = new Parent(null, 0);
        static final Map<String, Parent> BY_PATH = new ConcurrentHashMap<>();

        final Parent parent;
        final int depth;

        Parent(Parent parent, int depth) {
            this.parent = parent;
            this.depth = depth;
        }
    }

    /** The short name of a member that is where the one before is. */
    static final class Name {

        static final int MAX_LENGTH = 16;

        private final long begin;
        private final long end;
        private final int length;

        Name(String name) {
            byte[] opening = Path.opening(new String[] {name});
            byte[] padded = Arrays.copyOf(opening, MAX_LENGTH);
            begin = (long) EIGHT_BYTES.get(padded, 0);
            end = (long) EIGHT_BYTES.get(padded, 8);
            length = opening.length;
        }
    }

    /** Where a member is. */
    static final class Path {

        private final Parent parent;

        /** What opens the objects from the one at that depth on, and names the member. */
        private final byte[][] openings;

        private Path(Parent parent, byte[][] openings) {
            this.parent = parent;
            this.openings = openings;
        }

        static Path of(String dotted) {
            String[] steps = Json.path(dotted);
            Parent parent = Parent.ROOT;
            StringBuilder walked = new StringBuilder();
            for (int depth = 1; depth < steps.length; depth++) {
                walked.append(steps[depth - 1]).append('.');
                Parent above = parent;
                int below = depth;
                parent =
                        Parent.BY_PATH.computeIfAbsent(
                                walked.toString(), path -> new Parent(above, below));
            }
            byte[][] openings = new byte[steps.length][];
            for (int depth = 0; depth < steps.length; depth++) {
                openings[depth] = opening(Arrays.copyOfRange(steps, depth, steps.length));
            }
            return new Path(parent, openings);
        }

        private static byte[] opening(String[] steps) {
            JsonWriter names = new JsonWriter();
            names.writeByte(',');
            for (int step = 0; step < steps.length; step++) {
                if (step > 0) {
                    names.writeByte('{');
                }
                names.write(steps[step]);
                names.writeByte(':');
            }
            return Arrays.copyOfRange(names.bytes, 1, names.length);
        }
    }

    JsonWriter() {
        begin();
    }

    JsonWriter put(Path path, double value) {
        moveTo(path);
        write(value);
        return this;
    }

    JsonWriter put(Path path, long value) {
        moveTo(path);
        write(value);
        return this;
    }

    /** Puts it into the object of the member before. */
    JsonWriter putNext(Name name, double value) {
        write(name);
        write(value);
        return this;
    }

    JsonWriter putNext(Name name, long value) {
        write(name);
        write(value);
        return this;
    }

    JsonWriter put(Path path, String value) {
        moveTo(path);
        write(value);
        return this;
    }

    /** A time as ISO 8601 in UTC. */
    JsonWriter putTime(Path path, long millis) {
        moveTo(path);
        reserve(IsoTime.MAX_LENGTH + 2);
        bytes[length++] = '"';
        length = IsoTime.write(millis, bytes, length);
        bytes[length++] = '"';
        return this;
    }

    JsonWriter putAll(Path path, Collection<String> values) {
        moveTo(path);
        byte before = '[';
        for (String value : values) {
            writeByte(before);
            write(value);
            before = ',';
        }
        if (values.isEmpty()) {
            writeByte('[');
        }
        writeByte(']');
        return this;
    }

    /** A value that is JSON already. */
    JsonWriter putRendered(Path path, byte[] json) {
        moveTo(path);
        write(json, 0, 0);
        return this;
    }

    /**
     * Members that are JSON already.
     *
     * @param json a comma and the members, with all that they open but not what closes it
     * @param last where the last of them is
     */
    JsonWriter putRenderedMembers(byte[] json, Path last) {
        closeAll();
        write(json, 0, 0);
        open = last.parent;
        return this;
    }

    /** The object. What is put next belongs to another one. */
    byte[] toBytes() {
        closeAll();
        writeByte('}');
        byte[] object = Arrays.copyOf(bytes, length);
        begin();
        return object;
    }

    /** An object with these members. */
    static byte[] render(Map<String, String> members) {
        JsonWriter json = new JsonWriter();
        members.forEach(
                (name, value) -> {
                    if (json.length > 1) {
                        json.writeByte(',');
                    }
                    json.write(name);
                    json.writeByte(':');
                    json.write(value);
                });
        return json.toBytes();
    }

    private void begin() {
        if (bytes.length > MAX_KEPT_BYTES) {
            bytes = new byte[FIRST_BYTES];
        }
        length = 0;
        open = Parent.ROOT;
        writeByte('{');
    }

    /**
     * Closes and opens objects until the member can be written, and writes its name. A number has
     * room after it.
     */
    private void moveTo(Path path) {
        Parent common = path.parent;
        reserve(open.depth);
        while (common.depth > open.depth) {
            common = common.parent;
        }
        while (common != open) {
            if (open.depth == common.depth) {
                common = common.parent;
            }
            close();
        }
        byte[] opening = path.openings[common.depth];
        // the first member has no comma before it
        write(opening, length == 1 ? 1 : 0, Decimal.MAX_LENGTH);
        open = path.parent;
    }

    private void closeAll() {
        reserve(open.depth + 1);
        while (open != Parent.ROOT) {
            close();
        }
    }

    private void close() {
        bytes[length++] = '}';
        open = open.parent;
    }

    private void write(byte[] fragment, int from, int roomAfter) {
        int size = fragment.length - from;
        reserve(size + roomAfter);
        System.arraycopy(fragment, from, bytes, length, size);
        length += size;
    }

    /** What is no number in JSON becomes a text. */
    private void write(double value) {
        int end = Decimal.write(value, bytes, length);
        if (end > length) {
            length = end;
        } else {
            write(Double.toString(value));
        }
    }

    private void write(long value) {
        length = Decimal.write(value, bytes, length);
    }

    private void write(Name name) {
        reserve(Name.MAX_LENGTH + Decimal.MAX_LENGTH);
        EIGHT_BYTES.set(bytes, length, name.begin);
        EIGHT_BYTES.set(bytes, length + 8, name.end);
        length += name.length;
    }

    private void writeByte(int character) {
        reserve(1);
        bytes[length++] = (byte) character;
    }

    /** In quotes, as UTF-8; what two characters of Java make is escaped, as Jackson does. */
    private void write(String text) {
        reserve(MAX_BYTES_OF_CHARACTER * text.length() + 2);
        byte[] out = bytes;
        int at = length;
        out[at++] = '"';
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character >= 0x80) {
                at = writeBeyondAscii(character, out, at);
            } else if (ESCAPES[character] == 0) {
                out[at++] = (byte) character;
            } else if (ESCAPES[character] == 'u') {
                at = writeHex(character, out, at);
            } else {
                out[at++] = '\\';
                out[at++] = ESCAPES[character];
            }
        }
        out[at++] = '"';
        length = at;
    }

    private static int writeBeyondAscii(char character, byte[] out, int at) {
        if (Character.isSurrogate(character)) {
            return writeHex(character, out, at);
        }
        int end = at;
        if (character < 0x800) {
            out[end++] = (byte) (0xC0 | (character >> 6));
        } else {
            out[end++] = (byte) (0xE0 | (character >> 12));
            out[end++] = (byte) (0x80 | ((character >> 6) & 0x3F));
        }
        out[end++] = (byte) (0x80 | (character & 0x3F));
        return end;
    }

    private static int writeHex(char character, byte[] out, int at) {
        out[at] = '\\';
        out[at + 1] = 'u';
        for (int digit = 0; digit < 4; digit++) {
            out[at + 2 + digit] = HEX[(character >> (12 - 4 * digit)) & 0xF];
        }
        return at + 6;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    private static byte[] escapes() {
        byte[] escapes = new byte[0x80];
        Arrays.fill(escapes, 0, ' ', (byte) 'u');
        escapes['\b'] = 'b';
        escapes['\t'] = 't';
        escapes['\n'] = 'n';
        escapes['\f'] = 'f';
        escapes['\r'] = 'r';
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        return escapes;
    }
}
