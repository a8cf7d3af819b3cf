package io.hostpulse.wire;

import static io.hostpulse.wire.Samples.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Timestamp;
import io.hostpulse.wire.LeftOut.Reason;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A value that its field cannot hold is left out of JSON, and the rest of the sample stands: every
 * cell of the table in docs/data-model.md, for every field of the schema.
 */
class BadValueTest {

    private static final String[] NO_SCALARS = {"[]", "[5]", "{}", "{\"a\":[1]}"};
    private static final String[] NO_NUMBERS = {
        "NaN",
        "\"NaN\"",
        "Infinity",
        "\"Infinity\"",
        "-Infinity",
        "\"-Infinity\"",
        "true",
        "\"\"",
        "\"soon\"",
        "\" 5\"",
        "\"+5\"",
        "\"0x10\"",
        "\"05\"",
        "\"5d\"",
        "\"5.\"",
        "\"\\ud83d\""
    };
    private static final String[] NO_WHOLE_NUMBERS = {
        "0.5",
        "\"0.5\"",
        "1e-1",
        "1e19999",
        "1e9999999999",
        "\"1e999999999\"",
        "18446744073709551616"
    };
    private static final String[] NEGATIVE = {"-1", "\"-1\"", "-1.0", "-9223372036854775808"};

    private final LeftOut leftOut = new LeftOut();

    /** Where a field is, from the sample down. */
    private record Place(List<FieldDescriptor> path) {

        FieldDescriptor field() {
            return path.get(path.size() - 1);
        }

        /**
         * A member of the sample's object that gives the field this value, and is otherwise empty.
         */
        String member(String value) {
            String member = value;
            for (int i = path.size() - 1; i >= 0; i--) {
                FieldDescriptor field = path.get(i);
                String inList =
                        i < path.size() - 1 && field.isRepeated() ? "[" + member + "]" : member;
                member = "\"%s\":%s".formatted(field.getJsonName(), inList);
                member = i > 0 ? "{" + member + "}" : member;
            }
            return member;
        }

        Place then(FieldDescriptor field) {
            return new Place(Stream.concat(path.stream(), Stream.of(field)).toList());
        }

        @Override
        public String toString() {
            return String.join("/", path.stream().map(FieldDescriptor::getName).toList());
        }
    }

    static List<Place> places() {
        List<Place> places = new ArrayList<>();
        addPlaces(new Place(List.of()), HostSample.getDescriptor(), places);
        return places;
    }

    /** All but those that say whose the sample is and when it was taken. */
    private static void addPlaces(Place parent, Descriptor message, List<Place> places) {
        for (FieldDescriptor field : message.getFields()) {
            Place place = parent.then(field);
            boolean isRequired =
                    List.of("schema_version", "time", "host").contains(place.toString());
            if (!isRequired) {
                places.add(place);
            }
            if (field.getJavaType() == JavaType.MESSAGE
                    && !field.isMapField()
                    && field.getMessageType() != Timestamp.getDescriptor()
                    && !isRequired) {
                addPlaces(place, field.getMessageType(), places);
            }
        }
    }

    private static Stream<String> badValues(FieldDescriptor field) {
        if (field.isRepeated()) {
            return Stream.of("5", "\"text\"", "true", field.isMapField() ? "[]" : "{}");
        }
        return switch (field.getType()) {
            case UINT32 -> all(NO_SCALARS, NO_NUMBERS, NO_WHOLE_NUMBERS, NEGATIVE, "4294967296");
            case UINT64 -> all(NO_SCALARS, NO_NUMBERS, NO_WHOLE_NUMBERS, NEGATIVE);
            case INT64 ->
                    all(
                            NO_SCALARS,
                            NO_NUMBERS,
                            NO_WHOLE_NUMBERS,
                            new String[0],
                            "9223372036854775808");
            case DOUBLE ->
                    all(NO_SCALARS, NO_NUMBERS, new String[0], new String[0], "1e309", "-1e309");
            case BOOL ->
                    all(
                            NO_SCALARS,
                            new String[0],
                            new String[0],
                            new String[0],
                            "1",
                            "\"yes\"",
                            "\"\"");
            case STRING ->
                    all(
                            NO_SCALARS,
                            new String[0],
                            new String[0],
                            new String[0],
                            "\"\\ud83d\"",
                            "\"\\ude00\\ud83d\"");
            case ENUM ->
                    all(NO_SCALARS, NO_NUMBERS, NO_WHOLE_NUMBERS, NEGATIVE, "99", "\"stopped\"");
            case MESSAGE -> Stream.of("5", "\"text\"", "true", "NaN", "[]", "[{}]");
            default -> throw new IllegalStateException("teach this test of " + field.getType());
        };
    }

    private static Stream<String> all(
            String[] a, String[] b, String[] c, String[] d, String... more) {
        return Stream.of(a, b, c, d, more).flatMap(Arrays::stream);
    }

    @ParameterizedTest
    @MethodSource("places")
    void aBadValueIsLeftOutAndCountedAndTheRestStands(Place place) throws Exception {
        HostSample without = decode(place, "null", leftOut);
        assertThat(leftOut.isEmpty()).isTrue();

        for (String bad : badValues(place.field()).toList()) {
            LeftOut left = new LeftOut();

            HostSample sample = decode(place, bad, left);

            assertThat(sample).as(bad).isEqualTo(without);
            assertThat(left.count(Reason.BAD_VALUE)).as(bad).isEqualTo(1);
            assertThat(left.first())
                    .as(bad)
                    .startsWith("/")
                    .contains(place.field().getJsonName() + " is ");
        }
    }

    /** A sample with this value at the place, and another that stands unless it is the same. */
    private static HostSample decode(Place place, String value, LeftOut leftOut)
            throws MalformedSampleException {
        String[] members = {place.member(value), "\"load\":{\"load1\":0.5}"};
        boolean isOfLoad = place.path().get(0).getName().equals("load");
        return SampleCodec.decode(
                json(isOfLoad ? new String[] {members[0]} : members).getBytes(UTF_8), leftOut);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"ip\":[\"::1\",{},null,[\"a\"],\"::2\",\"\\ud83d\"] | 3",
                "\"mac\":[{}] | 1",
                "\"labels\":{\"a\":{},\"b\":[1],\"c\":null,\"d\":\"x\"} | 2",
                "\"os\":{\"version\":{},\"name\":\"Debian\"} | 1",
                "\"name\":[],\"labels\":\"none\" | 2"
            })
    void ofWhatIsSaidOfTheHostOnlyWhatIsBadIsLeftOut(String members, int bad) throws Exception {
        HostSample sample =
                SampleCodec.decode(
                        json().replace("{\"id\"", "{" + members + ",\"id\"").getBytes(UTF_8),
                        leftOut);

        assertThat(leftOut.count(Reason.BAD_VALUE)).isEqualTo(bad);
        assertThat(sample.getHost().getId()).isEqualTo("host-1");
        assertThat(sample.getHost().getIpList()).isSubsetOf("::1", "::2");
        assertThat(sample.getHost().getLabelsMap().keySet()).isSubsetOf("d");
    }

    @Test
    void aBadDeviceIsLeftOutAndTheOthersStand() throws Exception {
        HostSample sample =
                SampleCodec.decode(
                        json("\"disks\":[5,{\"name\":\"sda\"},null,[],{\"name\":\"sdb\"},\"sdc\"]")
                                .getBytes(UTF_8),
                        leftOut);

        assertThat(sample.getDisksList()).extracting("name").containsExactly("sda", "sdb");
        assertThat(leftOut.count(Reason.BAD_VALUE)).isEqualTo(3);
        assertThat(leftOut.first()).isEqualTo("/disks/0 is 5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740993",
                "\"9007199254740993\"",
                "9007199254740993.0",
                "\"9007199254740993.00\"",
                "9.007199254740993e15"
            })
    void wholeNumbersMayBeWrittenInAnyWayAndKeepAllTheirDigits(String number) throws Exception {
        assertThat(total(number)).isEqualTo(9_007_199_254_740_993L);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-0, 0", "0.0, 0", "0e9999, 0", "1e2, 100", "18446744073709551615, -1"})
    void wholeNumbersMayBeAsSmallAndAsLargeAsTheSchemaHasThem(String number, long bits)
            throws Exception {
        assertThat(total(number)).isEqualTo(bits);
        assertThat(total('"' + number + '"')).isEqualTo(bits);
        assertThat(leftOut.isEmpty()).isTrue();
    }

    @Test
    void aNumberOfMoreThanAHundredCharactersIsBad() throws Exception {
        IntStream.of(101, 1_001, 500_000)
                .mapToObj("1"::repeat)
                .flatMap(
                        digits ->
                                Stream.of(digits, "0." + digits, '"' + digits + '"', "1e" + digits))
                .forEach(
                        number -> {
                            String json = json("\"load\":{\"load1\":%s}".formatted(number));
                            assertThat(decode(json).hasLoad()).isTrue();
                            assertThat(decode(json).getLoad().hasLoad1()).isFalse();
                            assertThat(decode(json.replace("load1", "cores")).getLoad().hasCores())
                                    .isFalse();
                        });
        assertThat(leftOut.count(Reason.BAD_VALUE)).isEqualTo(36);
        assertThat(leftOut.first()).hasSizeLessThanOrEqualTo(200);
    }

    @Test
    void quotesMakeNoDifference() throws Exception {
        String quoted =
                json(
                                "\"intervalMs\":\"5\"",
                                "\"goodbye\":\"1\"",
                                "\"agent\":{\"spooled\":\"true\",\"version\":\"1.50\"}",
                                "\"load\":{\"load1\":\"0.5\"}")
                        .replace("\"id\"", "\"labels\":{\"tier\":\"1\",\"on\":\"true\"},\"id\"");
        String bare = quoted.replaceAll(":\"(1.50|true|[0-9.]+)\"", ":$1");

        assertThat(bare).contains("\"version\":1.50").contains("\"spooled\":true");
        assertThat(decode(bare)).isEqualTo(decode(quoted));
        assertThat(decode(bare).getAgent().getVersion()).isEqualTo("1.50");
        assertThat(decode(bare).getGoodbye()).isEqualTo(Goodbye.STOPPED);
        assertThat(leftOut.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"host\":{\"id\":\"host-1\"} | \"host\":5 | INVALID_HOST_ID",
                "\"host\":{\"id\":\"host-1\"} | \"host\":null | INVALID_HOST_ID",
                "\"id\":\"host-1\" | \"id\":{} | INVALID_HOST_ID",
                "\"id\":\"host-1\" | \"id\":[\"host-1\"] | INVALID_HOST_ID",
                "\"id\":\"host-1\" | \"id\":\"\\ud83d\" | INVALID_HOST_ID",
                "\"id\":\"host-1\" | \"id\":null | INVALID_HOST_ID",
                "\"schemaVersion\":1 | \"schemaVersion\":-1 | UNKNOWN_VERSION",
                "\"schemaVersion\":1 | \"schemaVersion\":1.5 | UNKNOWN_VERSION",
                "\"schemaVersion\":1 | \"schemaVersion\":{} | UNKNOWN_VERSION",
                "\"schemaVersion\":1 | \"schemaVersion\":null | UNKNOWN_VERSION",
                "\"schemaVersion\":1 | \"schemaVersion\":NaN | UNKNOWN_VERSION"
            })
    void withoutItsHostOrVersionASampleIsOfNoUse(
            String good, String bad, RefusalCategory category) {
        Samples.assertRefused(category, json().replace(good, bad));
    }

    private long total(String number) throws MalformedSampleException {
        return SampleCodec.decode(
                        json("\"memory\":{\"total\":%s}".formatted(number)).getBytes(UTF_8),
                        leftOut)
                .getMemory()
                .getTotal();
    }

    private HostSample decode(String json) {
        try {
            return SampleCodec.decode(json.getBytes(UTF_8), leftOut);
        } catch (MalformedSampleException e) {
            throw new AssertionError(e);
        }
    }
}
