package io.hostpulse.job.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.WireFormat;
import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.LeftOut;
import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.Cpu;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.Disk;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.OperatingSystem;
import io.hostpulse.wire.proto.Process;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainSampleReaderTest {

    private static final long NOW = HonestSamples.NOW.toEpochMilli();
    private static final int MUTATED_SAMPLES = 50_000;
    private static final SampleClock CLOCK =
            new SampleClock(Duration.ofMinutes(5), Duration.ofDays(400));

    private final ComparedReaders readers = new ComparedReaders(NOW);
    private final LeftOut leftOut = new LeftOut();

    @Test
    void samplesOfAgentsAreReadPlainlyAndAsOverMessages() throws Exception {
        for (HostSample sample : HonestSamples.some()) {
            assertThat(read(sample)).isNotNull();
            readers.compare(sample.toByteArray());
        }
        assertThat(leftOut.isEmpty()).isTrue();
    }

    /** {@link PlainSamplesIT} compares more of them. */
    @Test
    void mutatedSamplesThatAreReadPlainlyAreReadAsOverMessages() {
        readers.compareMutated(HonestSamples.some(), MUTATED_SAMPLES, 20_260_314);

        readers.assertHaveSeenMuch();
    }

    @Test
    void fieldsOfALaterSchemaArePassedOver() throws Exception {
        HostSample sample = withUnknownFields(HonestSamples.full());

        Sample read = read(sample);

        assertThat(read).isNotNull();
        assertThat(HostIdentity.parseFrom(read.identity())).isEqualTo(sample.getHost());
        readers.compare(sample.toByteArray());
    }

    @Test
    void theIdentityIsKeptAsItWasSent() throws Exception {
        HostIdentity host = HonestSamples.full().getHost();

        assertThat(read(HonestSamples.full()).identity()).isEqualTo(host.toByteArray());
    }

    /** Else a host would change with every sample of a producer that has no order of labels. */
    @Test
    void anIdentityIsTheSameHoweverItIsEncoded() throws Exception {
        HostSample sample = HonestSamples.full();
        HostSample inOtherOrder =
                sample.toBuilder()
                        .setHost(
                                sample.getHost().toBuilder()
                                        .clearLabels()
                                        .putLabels("role", "web")
                                        .putLabels("environment", "production"))
                        .build();
        byte[] identity = sample.getHost().toByteArray();

        assertThat(inOtherOrder.getHost().toByteArray()).isNotEqualTo(identity);
        for (byte[] value :
                List.of(
                        inOtherOrder.toByteArray(),
                        SampleCodec.encodeJson(inOtherOrder).getBytes(UTF_8),
                        withNeedlessBytes(sample))) {
            assertThat(new SampleReader(CLOCK).read(value, Arrival.at(NOW), leftOut).identity())
                    .isEqualTo(identity);
        }
        assertThat(read(inOtherOrder)).isNotNull();
    }

    @Test
    void aValueThatNoHostCanHaveMeasuredIsLeftOutAndTheOthersAreRead() throws Exception {
        HostSample sample =
                HonestSamples.full().toBuilder()
                        .setCpu(Cpu.newBuilder().setTotalNormPct(7).setUserNormPct(0.5))
                        .build();

        assertThat(read(sample).values()).contains(0.5).doesNotContain(7.0);
        assertThat(leftOut.count(LeftOut.Reason.BAD_VALUE)).isEqualTo(1);
        assertThat(leftOut.first()).isEqualTo("system.cpu.total.norm.pct is 7.0");
    }

    @Test
    void hundredsOfDevicesAreToldApartByTheirNames() throws Exception {
        HostSample.Builder sample = HonestSamples.full().toBuilder();
        for (int pid = 100; pid < 1_000; pid++) {
            sample.addProcesses(Process.newBuilder().setPid(pid).setName("java"));
        }

        assertThat(read(sample.build())).isNotNull();
        readers.compare(sample.build().toByteArray());
        for (int pid : new int[] {7, 100, 999}) {
            Process again = Process.newBuilder().setPid(pid).setName("java").build();
            assertThat(read(sample.build().toBuilder().addProcesses(again).build())).isNull();
        }
    }

    @Test
    void whatIsNotPlainIsForOthersToRead() throws Exception {
        HostSample full = HonestSamples.full();
        byte[] bytes = full.toByteArray();
        byte[] twice = Arrays.copyOf(bytes, 2 * bytes.length);
        System.arraycopy(bytes, 0, twice, bytes.length, bytes.length);
        Disk unnamed = Disk.newBuilder().setReadBytes(1).build();

        assertThat(read(twice)).isNull();
        assertThat(read(SampleCodec.encodeJson(full).getBytes(UTF_8))).isNull();
        assertThat(read(full.toBuilder().addDisks(unnamed).build())).isNull();
        assertThat(read(new byte[0])).isNull();
        assertThat(read((byte[]) null)).isNull();
    }

    @Test
    void devicesThatNobodyWantsAreLeftOutOfWhatDocumentsAreMadeOf() throws Exception {
        HostSample full = HonestSamples.full();
        SampleReader reader = new SampleReader(CLOCK);

        MeasuredSample measured =
                reader.measure(
                        full.toByteArray(),
                        Arrival.at(NOW),
                        (kind, sequence, intervalMillis, hostMillis) -> {
                            assertThat(sequence).isEqualTo(full.getAgent().getSequence());
                            assertThat(intervalMillis).isEqualTo(full.getIntervalMs());
                            assertThat(hostMillis).isEqualTo(SampleCodec.timeMillis(full));
                            return kind == Dimension.DISK;
                        });

        assertThat(measured.agent()).isEqualTo(full.getAgent());
        assertThat(measured.devices())
                .extracting(MeasuredSample.Device::message)
                .isEqualTo(full.getDisksList());
        assertThat(measured.values()[HostMetrics.slot("system.load.1")])
                .isEqualTo(full.getLoad().getLoad1());
    }

    private Sample read(HostSample sample) throws MalformedSampleException {
        return read(sample.toByteArray());
    }

    private Sample read(byte[] value) throws MalformedSampleException {
        return new SampleReader(CLOCK).readPlainly(value, Arrival.at(NOW), leftOut);
    }

    @Test
    void aMessageMustNotBeLongerThanTheOneAroundIt() throws Exception {
        byte[] value =
                HostSample.newBuilder()
                        .setSchemaVersion(SampleCodec.SCHEMA_VERSION)
                        .setTime(HonestSamples.full().getTime())
                        .setHost(
                                HostIdentity.newBuilder()
                                        .setId("web-1")
                                        .setOs(OperatingSystem.newBuilder().setType("linux")))
                        .setAgent(AgentIdentity.newBuilder().setRunId("run"))
                        .build()
                        .toByteArray();
        byte[] os = {0x3A, 7, 0x0A, 5, 'l', 'i', 'n', 'u', 'x'};
        int lengthOfOs = new String(value, ISO_8859_1).indexOf(new String(os, ISO_8859_1)) + 1;

        assertThat(read(value)).isNotNull();
        value[lengthOfOs] = 9;
        assertThat(read(value)).isNull();
    }

    /** The id's length in two bytes, where one does. */
    private static byte[] withNeedlessBytes(HostSample sample) throws IOException {
        byte[] host = sample.getHost().toByteArray();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeUInt32(HostSample.SCHEMA_VERSION_FIELD_NUMBER, sample.getSchemaVersion());
        out.writeMessage(HostSample.TIME_FIELD_NUMBER, sample.getTime());
        out.writeTag(HostSample.HOST_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(host.length + 1);
        out.writeRawByte(host[0]);
        out.writeRawByte(host[1] | 0x80);
        out.writeRawByte(0);
        out.writeRawBytes(host, 2, host.length - 2);
        out.flush();
        return bytes.toByteArray();
    }

    private static HostSample withUnknownFields(HostSample sample) {
        HostSample.Builder changed = sample.toBuilder();
        sample.getAllFields()
                .forEach(
                        (field, value) -> {
                            if (value instanceof List<?> devices) {
                                changed.setField(
                                        field,
                                        devices.stream()
                                                .map(Message.class::cast)
                                                .map(PlainSampleReaderTest::withUnknownField)
                                                .toList());
                            } else if (value instanceof Message message) {
                                changed.setField(field, withUnknownField(message));
                            }
                        });
        return (HostSample) withUnknownField(changed.build());
    }

    private static Message withUnknownField(Message message) {
        UnknownFieldSet.Field field =
                UnknownFieldSet.Field.newBuilder()
                        .addVarint(-1)
                        .addFixed64(1)
                        .addFixed32(1)
                        .addLengthDelimited(ByteString.copyFromUtf8("later"))
                        .build();
        return message.toBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder().addField(1_000, field).build())
                .build();
    }
}
