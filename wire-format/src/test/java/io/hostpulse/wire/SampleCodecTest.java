package io.hostpulse.wire;

import static io.hostpulse.wire.Samples.assertRefused;
import static io.hostpulse.wire.Samples.minimal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.util.Timestamps;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sample has to say, whatever its encoding, and what protobuf makes of other bytes. */
class SampleCodecTest {

    @Test
    void theLeastThatASampleHasToSayIsAccepted() throws Exception {
        HostSample sample = minimal().build();

        assertThat(SampleCodec.decode(SampleCodec.encode(sample))).isEqualTo(sample);
        assertThat(Samples.decode(SampleCodec.encodeJson(sample))).isEqualTo(sample);
        assertThat(Samples.decode(Samples.json())).isEqualTo(sample);
    }

    @Test
    void nothingIsRefusedAsEmpty() {
        assertRefused(RefusalCategory.EMPTY, new byte[0]).isEqualTo("the value is empty");
        assertRefused(RefusalCategory.EMPTY, (byte[]) null).isEqualTo("the value is empty");
    }

    @Test
    void aValueIsRefusedByItsSizeBeforeItIsRead() throws Exception {
        byte[] largest =
                Arrays.copyOf(padded(SampleCodec.MAX_SAMPLE_BYTES), SampleCodec.MAX_SAMPLE_BYTES);
        byte[] tooLarge = padded(SampleCodec.MAX_SAMPLE_BYTES + 1);

        assertThat(SampleCodec.decode(largest)).isEqualTo(minimal().build());
        assertRefused(RefusalCategory.TOO_LARGE, tooLarge)
                .isEqualTo("1048577 bytes are more than the 1048576 allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello world",
                "cpu=1",
                "12345",
                "<sample/>",
                "null",
                "[{\"schemaVersion\":1}]",
                " ",
                "\uFEFF",
                " \uFEFF{\"schemaVersion\":1}",
                "\uFEFF\uFEFF{\"schemaVersion\":1}"
            })
    void textThatDoesNotBeginAsAJsonObjectIsNeitherEncoding(String text) {
        assertRefused(RefusalCategory.MALFORMED_PROTOBUF, text)
                .startsWith("neither JSON, which begins with {, nor a protobuf sample: ");
    }

    @Test
    void groupsNestedBeyondAllSenseAreRefused() {
        byte[] nested = new byte[100_000];
        Arrays.fill(nested, (byte) '[');

        assertRefused(RefusalCategory.MALFORMED_PROTOBUF, nested).contains("nesting");
    }

    @Test
    void textThatIsNotUtf8IsRefusedInProtobufToo() {
        byte[] value = minimal().build().toByteArray();
        int lastOfHostId = value.length - 1;
        assertThat(value[lastOfHostId]).isEqualTo((byte) '1');
        value[lastOfHostId] = (byte) 0xff;

        assertRefused(RefusalCategory.MALFORMED_PROTOBUF, value).contains("UTF-8");
    }

    @Test
    void aProtobufSampleNeverBeginsLikeJson() {
        assertThat(HostSample.getDescriptor().getFields())
                .extracting(field -> field.getNumber() << 3 | field.getLiteType().getWireType())
                .doesNotContain((int) '{', (int) ' ', (int) '\t', (int) '\n', (int) '\r')
                .noneMatch(tag -> tag > 0x7f && (tag & 0xff) == 0xef);
    }

    @Test
    void fieldsOfNewerVersionsArePassedOver() throws Exception {
        UnknownFieldSet unknown =
                UnknownFieldSet.newBuilder()
                        .addField(9, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
                        .addField(
                                9999,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(minimal().build().toByteString())
                                        .build())
                        .build();
        HostSample newer = minimal().setIntervalMs(1000).setUnknownFields(unknown).build();

        HostSample read = SampleCodec.decode(SampleCodec.encode(newer));

        assertThat(read.getIntervalMs()).isEqualTo(1000);
        assertThat(read.getHost().getId()).isEqualTo("host-1");
    }

    @Test
    void aVersionThatIsNotKnownIsRefused() {
        assertRefused(RefusalCategory.UNKNOWN_VERSION, bytes(minimal().setSchemaVersion(2)))
                .isEqualTo("schema_version is 2, only 1 is known here");
        assertRefused(RefusalCategory.UNKNOWN_VERSION, bytes(minimal().setSchemaVersion(-1)))
                .isEqualTo("schema_version is 4294967295, only 1 is known here");
        assertRefused(RefusalCategory.UNKNOWN_VERSION, bytes(minimal().clearSchemaVersion()))
                .isEqualTo("schema_version is absent, only 1 is known here");
        assertRefused(RefusalCategory.UNKNOWN_VERSION, "{}");
        assertRefused(RefusalCategory.UNKNOWN_VERSION, "{\"schemaVersion\": -1}")
                .isEqualTo("schema_version is -1, only 1 is known here");
        assertRefused(RefusalCategory.UNKNOWN_VERSION, "{\"schema_version\": \"one\"}")
                .isEqualTo("schema_version is one, only 1 is known here");
        assertRefused(RefusalCategory.UNKNOWN_VERSION, "{\"schemaVersion\": [1]}")
                .isEqualTo("schema_version is [..., only 1 is known here");
    }

    @Test
    void aSampleWithoutItsHostIsRefused() {
        assertRefused(RefusalCategory.INVALID_HOST_ID, bytes(minimal().clearHost()))
                .isEqualTo("host.id is absent or blank");
        assertRefused(RefusalCategory.INVALID_HOST_ID, bytes(withHostId("")));
        assertRefused(RefusalCategory.INVALID_HOST_ID, bytes(withHostId(" \t\n")))
                .isEqualTo("host.id is absent or blank");
    }

    @Test
    void aHostIdFitsIntoDocumentIdsWhateverItsLetters() throws Exception {
        assertThat(SampleCodec.decode(bytes(withHostId("x".repeat(256)))).getHost().getId())
                .hasSize(256);
        assertThat(SampleCodec.decode(bytes(withHostId("é".repeat(128)))).getHost().getId())
                .hasSize(128);
        assertRefused(RefusalCategory.INVALID_HOST_ID, bytes(withHostId("x".repeat(257))))
                .isEqualTo("host.id is 257 bytes long, at most 256 are allowed");
        assertRefused(RefusalCategory.INVALID_HOST_ID, bytes(withHostId("é".repeat(129))))
                .isEqualTo("host.id is 258 bytes long, at most 256 are allowed");
    }

    @Test
    void aSampleWithoutTimeIsRefused() {
        assertRefused(RefusalCategory.INVALID_TIME, bytes(minimal().clearTime()))
                .isEqualTo("time is absent");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0, 999999999",
        "-1, 0",
        "-62135596800, 0",
        "253402300800, 0",
        "9223372036854776, 0",
        "9223372036854775807, 999999999",
        "-9223372036854775808, 0",
        "1773500966, -1",
        "1773500966, 1000000000",
        "1773500966, -2147483648"
    })
    void aTimeOutsideTheCalendarIsRefused(long seconds, int nanos) {
        assertRefused(RefusalCategory.INVALID_TIME, bytes(withTime(seconds, nanos)))
                .isEqualTo(
                        "time is %d s and %d ns since 1970, allowed are times after 1970 and before"
                                + " the year 10000",
                        seconds, nanos);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, 1000",
        "1773500966, 535999999, 1773500966535",
        "253402300799, 999999999, 253402300799999"
    })
    void aTimeIsReadInMilliseconds(long seconds, int nanos, long millis) throws Exception {
        HostSample sample = SampleCodec.decode(bytes(withTime(seconds, nanos)));

        assertThat(SampleCodec.timeMillis(sample)).isEqualTo(millis);
    }

    @Test
    void anInstantIsATimestampAndBack() {
        Instant time = Instant.parse("2026-03-14T15:09:26.535897932Z");
        HostSample sample = minimal().setTime(SampleCodec.timestamp(time)).build();

        assertThat(Timestamps.toString(sample.getTime())).isEqualTo(time.toString());
        assertThat(SampleCodec.timeMillis(sample)).isEqualTo(time.toEpochMilli());
    }

    @Test
    void jsonCannotCarryATimeOutsideTheCalendar() {
        HostSample sample = withTime(Long.MAX_VALUE, 0).build();

        assertThatIllegalArgumentException().isThrownBy(() -> SampleCodec.encodeJson(sample));
    }

    @Test
    void everyCategoryHasALabelOfItsOwn() {
        assertThat(RefusalCategory.values())
                .extracting(RefusalCategory::label)
                .containsExactly(
                        "empty",
                        "too-large",
                        "malformed-json",
                        "malformed-protobuf",
                        "unknown-version",
                        "invalid-host-id",
                        "invalid-time");
    }

    private static HostSample.Builder withHostId(String id) {
        return minimal().setHost(HostIdentity.newBuilder().setId(id));
    }

    private static HostSample.Builder withTime(long seconds, int nanos) {
        return minimal().setTime(Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos));
    }

    private static byte[] bytes(HostSample.Builder sample) {
        return sample.build().toByteArray();
    }

    /** The least sample as JSON, with blanks up to a length. */
    private static byte[] padded(int length) {
        byte[] json = Samples.json().getBytes(UTF_8);
        byte[] value = Arrays.copyOf(json, length);
        Arrays.fill(value, json.length, length, (byte) ' ');
        return value;
    }
}
