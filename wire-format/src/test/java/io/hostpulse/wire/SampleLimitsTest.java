package io.hostpulse.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.hostpulse.wire.LeftOut.Reason;
import io.hostpulse.wire.MetricGroup.LabelField;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.Core;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.Disk;
import io.hostpulse.wire.proto.Filesystem;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Process;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleLimitsTest {

    private final LeftOut leftOut = new LeftOut();

    @Test
    void anHonestSampleIsLeftAsItIs() throws Exception {
        HostSample sample = GeneratedSample.generate();

        HostSample bounded = SampleLimits.apply(sample, leftOut);

        assertThat(bounded).isSameAs(sample);
        assertThat(leftOut.isEmpty()).isTrue();
    }

    @Test
    void theFirstDevicesOfEachKindStay() throws Exception {
        HostSample.Builder sample = HostSample.newBuilder();
        for (int i = 0; i < SampleLimits.MAX_DEVICES + 3; i++) {
            sample.addDisks(Disk.newBuilder().setName("disk-" + i));
            sample.addProcesses(Process.newBuilder().setPid(i).setName("java"));
        }
        sample.addFilesystemsBuilder().setMountPoint("/");

        HostSample bounded = SampleLimits.apply(sample.build(), leftOut);

        assertThat(leftOut.count(Reason.TOO_MANY)).isEqualTo(6);
        assertThat(bounded.getDisksList())
                .isEqualTo(sample.getDisksList().subList(0, SampleLimits.MAX_DEVICES));
        assertThat(bounded.getProcessesCount()).isEqualTo(SampleLimits.MAX_DEVICES);
        assertThat(bounded.getFilesystemsCount()).isEqualTo(1);
    }

    /** A megabyte of empty messages, two bytes each, would be a hundred when flattened. */
    @Test
    void devicesWithoutANameAreLeftOutHoweverMany() throws Exception {
        HostSample sample =
                HostSample.newBuilder()
                        .addAllDisks(Collections.nCopies(500_000, Disk.getDefaultInstance()))
                        .build();

        assertThat(SampleLimits.apply(sample, leftOut).getDisksCount()).isZero();
        assertThat(leftOut.count(Reason.UNNAMED)).isEqualTo(500_000);
    }

    @Test
    void aDeviceWithAnEndlessNameIsLeftOutAndTheOthersStay() throws Exception {
        HostSample sample =
                HostSample.newBuilder()
                        .addDisks(Disk.newBuilder().setName("sda"))
                        .addDisks(
                                Disk.newBuilder()
                                        .setName("x".repeat(SampleLimits.MAX_NAME_LENGTH + 1)))
                        .addDisks(
                                Disk.newBuilder().setName("y".repeat(SampleLimits.MAX_NAME_LENGTH)))
                        .build();

        HostSample bounded = SampleLimits.apply(sample, leftOut);

        assertThat(leftOut.count(Reason.TOO_LONG)).isEqualTo(1);
        assertThat(bounded.getDisksList()).containsExactly(sample.getDisks(0), sample.getDisks(2));
    }

    @Test
    void labelsStayInTheOrderOfTheirKeysAndLongOnesGo() throws Exception {
        HostIdentity.Builder host = HostIdentity.newBuilder().setId("web-1");
        IntStream.range(0, SampleLimits.MAX_LABELS + 10)
                .forEach(i -> host.putLabels("key-%03d".formatted(i), "value"));
        host.putLabels("a".repeat(SampleLimits.MAX_LABEL_KEY_LENGTH + 1), "long key");
        host.putLabels("b", "v".repeat(SampleLimits.MAX_LABEL_VALUE_LENGTH + 1));

        HostSample bounded =
                SampleLimits.apply(HostSample.newBuilder().setHost(host).build(), leftOut);

        assertThat(leftOut.count(Reason.TOO_MANY)).isEqualTo(10);
        assertThat(leftOut.count(Reason.TOO_LONG)).isEqualTo(2);
        assertThat(bounded.getHost().getLabelsMap().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, SampleLimits.MAX_LABELS)
                                .mapToObj("key-%03d"::formatted)
                                .toList());
    }

    @Test
    void theFirstAddressesStay() throws Exception {
        HostIdentity.Builder host = HostIdentity.newBuilder().setId("web-1");
        IntStream.range(0, SampleLimits.MAX_ADDRESSES + 2)
                .forEach(i -> host.addIp("10.0.0." + i).addMac("00-" + i));

        HostSample bounded =
                SampleLimits.apply(HostSample.newBuilder().setHost(host).build(), leftOut);

        assertThat(leftOut.count(Reason.TOO_MANY)).isEqualTo(4);
        assertThat(bounded.getHost().getIpList())
                .isEqualTo(host.getIpList().subList(0, SampleLimits.MAX_ADDRESSES));
        assertThat(bounded.getHost().getMacCount()).isEqualTo(SampleLimits.MAX_ADDRESSES);
    }

    @Test
    void anIdentityThatStaysTooLargeIsRefused() {
        HostIdentity longName =
                HostIdentity.newBuilder()
                        .setId("web-1")
                        .setName("n".repeat(SampleLimits.MAX_IDENTITY_BYTES))
                        .build();
        HostIdentity ofTheFuture =
                HostIdentity.newBuilder()
                        .setId("web-1")
                        .setUnknownFields(
                                UnknownFieldSet.newBuilder()
                                        .addField(
                                                99,
                                                UnknownFieldSet.Field.newBuilder()
                                                        .addLengthDelimited(
                                                                ByteString.copyFrom(
                                                                        new byte
                                                                                [SampleLimits
                                                                                        .MAX_IDENTITY_BYTES]))
                                                        .build())
                                        .build())
                        .build();

        for (HostIdentity host : new HostIdentity[] {longName, ofTheFuture}) {
            assertThatThrownBy(
                            () ->
                                    SampleLimits.apply(
                                            HostSample.newBuilder().setHost(host).build(), leftOut))
                    .isInstanceOfSatisfying(
                            MalformedSampleException.class,
                            e -> assertThat(e.category()).isEqualTo(RefusalCategory.TOO_LARGE))
                    .hasMessageContaining("at most 16384 are allowed");
        }
    }

    /** Every kind of device, as it would be alone, and as it would be after one of its name. */
    @Test
    void aDeviceWithoutItsNameOrWithThatOfAnotherIsLeftOutAndTheSampleStands() throws Exception {
        for (MetricGroup group : MetricCatalogue.get().groups()) {
            if (group.dimension() == Dimension.HOST) {
                continue;
            }
            Message named = group.messages(GeneratedSample.generate()).get(0);
            for (LabelField label : group.labels()) {
                HostSample sample = GeneratedSample.generate();
                Message.Builder changed = named.toBuilder().clearField(label.field());
                LeftOut left = new LeftOut();

                HostSample bounded =
                        SampleLimits.apply(with(sample, group, named, changed.build()), left);

                assertThat(left.count(Reason.UNNAMED))
                        .as(label.name())
                        .isEqualTo(label.required() ? 1 : 0);
                assertThat(left.count(Reason.REPEATED))
                        .as(label.name())
                        .isEqualTo(label.required() ? 0 : 1);
                assertThat(group.messages(bounded)).as(label.name()).containsExactly(named);
                assertThat(left.first()).startsWith("one of " + group.name());
            }
        }
    }

    @Test
    void aBlankNameIsNone() throws Exception {
        HostSample sample =
                HostSample.newBuilder()
                        .addFilesystems(Filesystem.newBuilder().setMountPoint(" \t\u2003"))
                        .addFilesystems(Filesystem.newBuilder().setMountPoint("/"))
                        .addProcesses(Process.newBuilder().setPid(1).setName("\n"))
                        .addProcesses(Process.newBuilder().setPid(0).setName("idle"))
                        .build();

        HostSample bounded = SampleLimits.apply(sample, leftOut);

        assertThat(bounded.getFilesystemsList()).extracting("mountPoint").containsExactly("/");
        assertThat(bounded.getProcessesList()).extracting("name").containsExactly("idle");
        assertThat(leftOut.count(Reason.UNNAMED)).isEqualTo(2);
        assertThat(leftOut.first())
                .isEqualTo("one of filesystems with system.filesystem.mount_point ' \t\u2003'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00A0", "\u200B", "\0", "\u2003\uFEFF\u0085\u2028"})
    void aNameThatShowsNothingIsNone(String name) throws Exception {
        HostSample sample =
                HostSample.newBuilder()
                        .addFilesystems(Filesystem.newBuilder().setMountPoint(name))
                        .addFilesystems(Filesystem.newBuilder().setMountPoint(name + "/"))
                        .build();

        assertThat(SampleLimits.apply(sample, leftOut).getFilesystemsList())
                .extracting("mountPoint")
                .containsExactly(name + "/");
        assertThat(leftOut.count(Reason.UNNAMED)).isEqualTo(1);
    }

    @Test
    void ofDevicesWithOneNameTheFirstStands() throws Exception {
        HostSample sample =
                HostSample.newBuilder()
                        .addCores(Core.newBuilder().setId(0).setTotalPct(0.1))
                        .addCores(Core.newBuilder().setId(0).setTotalPct(0.2))
                        .addCores(Core.newBuilder().setTotalPct(0.3))
                        .addDisks(Disk.newBuilder().setName("0"))
                        .build();

        HostSample bounded = SampleLimits.apply(sample, leftOut);

        assertThat(bounded.getCoresList()).containsExactly(sample.getCores(0));
        assertThat(bounded.getDisksCount()).isEqualTo(1);
        assertThat(leftOut.count(Reason.REPEATED)).isEqualTo(1);
        assertThat(leftOut.count(Reason.UNNAMED)).isEqualTo(1);
    }

    @Test
    void numbersThatNoHostCanMeanAreLeftOutInBothEncodings() throws Exception {
        HostSample sample =
                Samples.minimal()
                        .setIntervalMs(Integer.MIN_VALUE)
                        .setAgent(AgentIdentity.newBuilder().setId("a").setSequence(-1))
                        .addProcesses(process(1).setStartTimeMs(-1))
                        .addProcesses(process(2).setStartTimeMs(253_402_300_800_000L))
                        .addProcesses(process(-1).setStartTimeMs(253_402_300_799_999L))
                        .build();

        for (byte[] value :
                new byte[][] {
                    SampleCodec.encode(sample), SampleCodec.encodeJson(sample).getBytes(UTF_8)
                }) {
            LeftOut left = new LeftOut();
            HostSample bounded = SampleLimits.apply(SampleCodec.decode(value, left), left);

            assertThat(left.count(Reason.BAD_VALUE)).isEqualTo(4);
            assertThat(bounded.getIntervalMs()).isZero();
            assertThat(bounded.getAgent().getSequence()).isZero();
            assertThat(bounded.getAgent().getId()).isEqualTo("a");
            assertThat(bounded.getProcessesList())
                    .extracting(Process::getStartTimeMs)
                    .containsExactly(0L, 0L, 253_402_300_799_999L);
        }
    }

    @Test
    void aGoodbyeThatIsNotKnownIsNone() throws Exception {
        LeftOut ofProtobuf = new LeftOut();
        HostSample sample = Samples.minimal().setGoodbyeValue(99).build();

        HostSample bounded =
                SampleLimits.apply(
                        SampleCodec.decode(SampleCodec.encode(sample), ofProtobuf), ofProtobuf);

        assertThat(bounded).isEqualTo(Samples.minimal().build());
        assertThat(ofProtobuf.count(Reason.BAD_VALUE)).isEqualTo(1);
    }

    private static Process.Builder process(int pid) {
        return Process.newBuilder().setPid(pid).setName("java");
    }

    private static HostSample with(HostSample sample, MetricGroup group, Message... devices) {
        return sample.toBuilder().setField(group.field(), List.of(devices)).build();
    }
}
