package io.hostpulse.wire;

import static io.hostpulse.wire.RefusalCategory.MALFORMED_JSON;
import static io.hostpulse.wire.Samples.assertRefused;
import static io.hostpulse.wire.Samples.decode;
import static io.hostpulse.wire.Samples.json;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.wire.proto.Core;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Process;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What producers write as JSON, rightly and wrongly. */
class JsonSampleTest {

    private static final int MAX_MESSAGE_LENGTH = 501;

    @Test
    void fieldsMayBeNamedAsInTheSchemaOrInCamelCase() throws Exception {
        assertThat(decode(json("\"interval_ms\":5"))).isEqualTo(decode(json("\"intervalMs\":5")));
    }

    @Test
    void fieldsThatAreNotKnownArePassedOverWhateverTheyHold() throws Exception {
        String unknown =
                """
                "gpu":{"cards":[{"load":0.5,"intervalMs":"soon"},null]},"cpu":{"turbo":true}""";

        assertThat(decode(json(unknown)).toBuilder().clearCpu().build()).isEqualTo(decode(json()));
    }

    @Test
    void nullMeansAbsent() throws Exception {
        HostSample sample =
                decode(json("\"cpu\":{\"totalNormPct\":null},\"load\":null,\"disks\":null"));

        assertThat(sample.getCpu().hasTotalNormPct()).isFalse();
        assertThat(sample.hasLoad()).isFalse();
        assertThat(sample.getDisksList()).isEmpty();
        assertRefused(
                RefusalCategory.INVALID_HOST_ID, json().replace("{\"id\":\"host-1\"}", "null"));
        assertRefused(
                RefusalCategory.INVALID_TIME,
                json().replaceFirst("\"time\":\"[^\"]+\"", "\"time\":null"));
    }

    @Test
    void zeroIsAValueAndNotAbsence() throws Exception {
        HostSample sample = decode(json("\"cpu\":{\"totalNormPct\":0,\"cores\":0}"));

        assertThat(sample.getCpu().hasTotalNormPct()).isTrue();
        assertThat(sample.getCpu().hasCores()).isTrue();
        assertThat(Samples.decode(SampleCodec.encodeJson(sample))).isEqualTo(sample);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740993",
                "\"9007199254740993\"",
                "9007199254740993.0",
                "9.007199254740993e15"
            })
    void wholeNumbersMayBeNumbersOrTextAndKeepAllTheirDigits(String number) throws Exception {
        assertThat(
                        decode(json("\"memory\":{\"total\":%s}".formatted(number)))
                                .getMemory()
                                .getTotal())
                .isEqualTo(9_007_199_254_740_993L);
    }

    @Test
    void namesMayBeInAnyScript() throws Exception {
        String written = "\"agent\":{\"id\":\"Zürich 東京 🖥 \\u00e9\\ud83d\\ude00\"}";

        HostSample sample = decode(json(written));

        assertThat(sample.getAgent().getId()).isEqualTo("Zürich 東京 🖥 é😀");
        assertThat(SampleCodec.decode(SampleCodec.encode(sample))).isEqualTo(sample);
        assertThat(decode(SampleCodec.encodeJson(sample))).isEqualTo(sample);
    }

    @Test
    void whatIdentifiesIsWrittenEvenWhereItIsZero() throws Exception {
        HostSample sample =
                Samples.minimal()
                        .addCores(Core.newBuilder().setId(0))
                        .addCores(Core.newBuilder().setId(1))
                        .addProcesses(Process.newBuilder().setPid(0).setName("idle"))
                        .build();

        assertThat(SampleCodec.encodeJson(sample))
                .contains("\"cores\":[{\"id\":0},{\"id\":1}]", "{\"pid\":0,\"name\":\"idle\"}");
        assertThat(decode(SampleCodec.encodeJson(sample))).isEqualTo(sample);
        assertThat(SampleCodec.decode(SampleCodec.encode(sample))).isEqualTo(sample);
        assertThat(decode(json("\"cores\":[{}]")).getCores(0).hasId()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-14T15:09:26Z",
                "2026-03-14T16:09:26+01:00",
                "2026-03-14T15:09:26.000Z"
            })
    void timesAreReadInAnyFormOfRfc3339(String time) throws Exception {
        assertThat(decode(jsonAt("\"%s\"".formatted(time)))).isEqualTo(decode(json()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "",
                "2026-03-14",
                "2026-03-14 15:09:26",
                "2026-03-14T15:09:26",
                "2026-13-14T15:09:26Z",
                "2026-02-30T15:09:26Z",
                "12026-03-14T15:09:26Z",
                "2026-03-14T25:09:26Z"
            })
    void aTimeThatIsNoneOfTheCalendarIsRefused(String time) {
        assertRefused(RefusalCategory.INVALID_TIME, jsonAt("\"%s\"".formatted(time)))
                .isEqualTo(
                        "time is '%s', which is no date and time of RFC 3339 such as"
                                + " 2026-03-14T15:09:26Z",
                        time);
    }

    @Test
    void onlyTheTimeOfTheSampleItselfIsHeldAgainstTheCalendar() throws Exception {
        String before =
                json().replaceFirst(
                                "\\{", "{\"x\":[{\"time\":\"soon\"}],\"cpu\":{\"time\":\"soon\"},");

        assertThat(decode(before).getTime()).isEqualTo(decode(json()).getTime());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1773500966 | time is '1773500966', which is no date",
                "true | time is 'true', which is no date",
                "{\"seconds\":1773500966} | time is '{', which is no date",
                "[] | time is '[', which is no date"
            })
    void aTimeThatIsNoTextIsRefused(String time, String message) {
        assertRefused(RefusalCategory.INVALID_TIME, jsonAt(time)).startsWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                             | line 1, column 2: it ends too early",
                "{\"schemaVersion\":1,         | line 1, column 20: Unexpected end-of-input",
                "{\"schemaVersion\":1,}        | line 1, column 20: Unexpected character",
                "{'schemaVersion':1}           | line 1, column 2: Unexpected character",
                "{schemaVersion:1}             | line 1, column 2: Unexpected character",
                "{\"schemaVersion\"=1}         | line 1, column 17: Unexpected character",
                "{\"schemaVersion\":1 /* 1 */} | line 1, column 20: Unexpected character",
                "{\"schemaVersion\":01}        | line 1, column 19: Invalid numeric value",
                "{\"schemaVersion\":True}      | line 1, column 18: Unrecognized token 'True'",
                "{]                            | line 1, column 2: Unexpected close marker"
            })
    void whatIsNotJsonIsRefusedWithThePlace(String value, String message) {
        assertRefused(MALFORMED_JSON, value).startsWith(message);
    }

    @Test
    void nothingMayFollowTheSampleSinceItWouldBeLost() {
        assertRefused(MALFORMED_JSON, json() + json()).contains("more follows after the end");
        assertRefused(MALFORMED_JSON, json() + "\n" + json()).startsWith("line 2, column 2: ");
        assertRefused(MALFORMED_JSON, json() + "}");
    }

    @Test
    void blanksAndLineBreaksMayFollowTheSample() throws Exception {
        assertThat(decode(json() + " \r\n\t")).isEqualTo(decode(json()));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\n", "\r\n\t ", "\uFEFF", "\uFEFF \n"})
    void blanksAndAByteOrderMarkMayComeBeforeTheSample(String before) throws Exception {
        assertThat(decode(before + json())).isEqualTo(decode(json()));
        assertRefused(MALFORMED_JSON, before + "{");
    }

    @Test
    void aFieldThatIsGivenTwiceIsRefused() {
        assertRefused(MALFORMED_JSON, json("\"intervalMs\":1", "\"intervalMs\":2"))
                .isEqualTo("/intervalMs is given twice");
        assertRefused(MALFORMED_JSON, json("\"intervalMs\":1", "\"interval_ms\":1"))
                .isEqualTo("/interval_ms is given twice");
        assertRefused(MALFORMED_JSON, json("\"cpu\":{\"cores\":null,\"cores\":-1}"))
                .isEqualTo("/cpu/cores is given twice");
        assertRefused(MALFORMED_JSON, json("\"host\":{\"id\":\"host-2\"}"))
                .isEqualTo("/host is given twice");
        assertRefused(
                        MALFORMED_JSON,
                        json().replace("\"id\"", "\"labels\":{\"a\":1,\"a\":2},\"id\""))
                .isEqualTo("/host/labels/a is given twice");
    }

    @Test
    void whatIsPassedOverMayHoldAnythingThatIsJson() throws Exception {
        String unknown =
                "\"x\":1,\"x\":{\"a\":[NaN,\"\\ud83d\"],\"a\":1e9999999,\"b\":%s}"
                        .formatted("9".repeat(100_000));

        assertThat(decode(json(unknown))).isEqualTo(decode(json()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"x\":%s",
                "\"cpu\":%s",
                "\"cpu\":{\"cores\":%s}",
                "\"agent\":{\"id\":%s}",
                "\"disks\":%s"
            })
    void jsonThatIsNestedBeyondAllSenseIsRefused(String member) {
        int levels = 10_000;
        String lists = "[".repeat(levels) + "]".repeat(levels);
        String objects = "{\"x\":".repeat(levels) + "1" + "}".repeat(levels);

        assertRefused(MALFORMED_JSON, json(member.formatted(lists))).contains("nesting depth");
        assertRefused(MALFORMED_JSON, json(member.formatted(objects))).contains("nesting depth");
        assertRefused(MALFORMED_JSON, json(member.formatted("[".repeat(levels))))
                .contains("nesting depth");
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedWithThePlace() {
        byte[] latin1 = json("\"agent\":{\"id\":\"Zürich\"}").getBytes(ISO_8859_1);

        assertRefused(MALFORMED_JSON, latin1).isEqualTo("byte 88 is not UTF-8");
    }

    @Test
    void halfASurrogatePairInANameIsRefused() {
        assertRefused(MALFORMED_JSON, json("\"\\udfff\":1")).contains("surrogate");
        assertRefused(MALFORMED_JSON, json("\"x\":{\"\\ud83d\":1}")).contains("surrogate");
    }

    @Test
    void aRefusalCanBeWrittenWhateverItQuotes() {
        assertRefused(MALFORMED_JSON, "{😀}").matches(JsonSampleTest::isWellFormed);
        assertRefused(RefusalCategory.INVALID_TIME, jsonAt("\"\\ud83d\""))
                .matches(JsonSampleTest::isWellFormed);
        for (String shift : new String[] {"", "x"}) {
            String quoted = shift + "😀".repeat(400);
            assertRefused(RefusalCategory.INVALID_TIME, jsonAt("\"%s\"".formatted(quoted)))
                    .contains("😀😀")
                    .matches(JsonSampleTest::isWellFormed)
                    .hasSizeLessThanOrEqualTo(MAX_MESSAGE_LENGTH);
        }
    }

    @Test
    void aRefusalQuotesALargeValueOnlyInPart() {
        String large = "x".repeat(SampleCodec.MAX_SAMPLE_BYTES / 2);

        assertRefused(RefusalCategory.INVALID_TIME, jsonAt("\"%s\"".formatted(large)))
                .hasSizeLessThanOrEqualTo(MAX_MESSAGE_LENGTH)
                .endsWith("…");
    }

    private static String jsonAt(String time) {
        return json().replaceFirst("\"time\":\"[^\"]+\"", "\"time\":" + time);
    }

    private static boolean isWellFormed(String text) {
        return UTF_8.newEncoder().canEncode(text);
    }
}
