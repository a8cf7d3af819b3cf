package io.hostpulse.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.hostpulse.wire.MetricGroup.MetricField;
import io.hostpulse.wire.proto.HostSample;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A typical host in both encodings. {@code sample.json} is written by hand; with the option of
 * {@link GoldenFile} it is laid out anew, and {@code sample.bin} is made of it.
 */
class GoldenSampleTest {

    private static final GoldenFile JSON = GoldenFile.of("sample.json");
    private static final GoldenFile PROTOBUF = GoldenFile.of("sample.bin");

    @BeforeAll
    static void writeGoldenFiles() throws Exception {
        if (GoldenFile.isToBeWritten()) {
            HostSample sample = SampleCodec.decode(JSON.bytes());
            JSON.write(printPretty(sample).getBytes(UTF_8));
            PROTOBUF.write(SampleCodec.encode(sample));
        }
    }

    @Test
    void bothEncodingsAreReadAsTheSameSample() throws Exception {
        HostSample fromJson = SampleCodec.decode(JSON.bytes());
        HostSample fromProtobuf = SampleCodec.decode(PROTOBUF.bytes());

        assertThat(fromJson).isEqualTo(fromProtobuf);
    }

    @Test
    void theSampleIsWrittenAsExactlyTheGoldenBytes() throws Exception {
        HostSample sample = SampleCodec.decode(JSON.bytes());

        assertThat(SampleCodec.encode(sample)).isEqualTo(PROTOBUF.bytes());
    }

    @Test
    void theSampleIsWrittenAsExactlyTheGoldenJsonInOneLine() throws Exception {
        HostSample sample = SampleCodec.decode(PROTOBUF.bytes());

        assertThat(printPretty(sample)).isEqualTo(JSON.text());
        assertThat(SampleCodec.encodeJson(sample)).isEqualTo(inOneLine(JSON.text()));
    }

    @Test
    void theSampleSetsEveryFieldOfTheSchema() throws Exception {
        Set<FieldDescriptor> set = new LinkedHashSet<>();
        collectSetFields(SampleCodec.decode(JSON.bytes()), set);

        Set<FieldDescriptor> known = new LinkedHashSet<>();
        collectKnownFields(HostSample.getDescriptor(), known);

        assertThat(set)
                .as("fields that sample.json sets; give new ones a plausible value there")
                .containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void theSampleHoldsOnlyValuesThatAHostCanHaveAndNoValueTwiceInAMessage() throws Exception {
        HostSample sample = SampleCodec.decode(JSON.bytes());

        for (MetricGroup group : MetricCatalogue.get().groups()) {
            for (Message message : group.messages(sample)) {
                List<Double> values = new ArrayList<>();
                for (MetricField field : group.metrics()) {
                    if (field.isPresent(message)) {
                        double value = field.read(message);
                        assertThat(field.metric().accepts(value))
                                .as(field.metric().name())
                                .isTrue();
                        values.add(value);
                    }
                }
                assertThat(values).as(group.name()).isNotEmpty().doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void aSampleThatSetsWhateverTheSchemaHasSurvivesBothEncodings() throws Exception {
        HostSample sample = GeneratedSample.generate();

        assertThat(SampleCodec.decode(SampleCodec.encode(sample))).isEqualTo(sample);
        assertThat(SampleCodec.decode(SampleCodec.encodeJson(sample).getBytes(UTF_8)))
                .isEqualTo(sample);
    }

    private static String printPretty(HostSample sample) throws Exception {
        return JsonFormat.printer().print(sample) + "\n";
    }

    private static String inOneLine(String json) {
        return json.lines()
                .map(line -> line.strip().replaceFirst("^(\"\\w+\"): ", "$1:"))
                .map(line -> line.replace("}, {", "},{").replace("\", \"", "\",\""))
                .collect(joining());
    }

    private static void collectSetFields(Message message, Set<FieldDescriptor> fields) {
        message.getAllFields()
                .forEach(
                        (field, value) -> {
                            fields.add(field);
                            List<?> values = value instanceof List<?> list ? list : List.of(value);
                            for (Object element : values) {
                                if (element instanceof Message nested) {
                                    collectSetFields(nested, fields);
                                }
                            }
                        });
    }

    private static void collectKnownFields(Descriptor message, Set<FieldDescriptor> fields) {
        for (FieldDescriptor field : message.getFields()) {
            fields.add(field);
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                collectKnownFields(field.getMessageType(), fields);
            }
        }
    }
}
