package io.hostpulse.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.hostpulse.wire.SampleLimits.Bounded;
import io.hostpulse.wire.proto.Disk;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Process;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleLimitsTest {

    @Test
    void anHonestSampleIsLeftAsItIs() throws Exception {
        HostSample sample = GeneratedSample.generate();

        Bounded bounded = SampleLimits.apply(sample);

        assertThat(bounded.sample()).isSameAs(sample);
        assertThat(bounded.leftOut()).isZero();
    }

    @Test
    void theFirstDevicesOfEachKindStay() throws Exception {
        HostSample.Builder sample = HostSample.newBuilder();
        for (int i = 0; i < SampleLimits.MAX_DEVICES + 3; i++) {
            sample.addDisks(Disk.newBuilder().setName("disk-" + i));
            sample.addProcesses(Process.newBuilder().setPid(i));
        }
        sample.addFilesystemsBuilder().setMountPoint("/");

        Bounded bounded = SampleLimits.apply(sample.build());

        assertThat(bounded.leftOut()).isEqualTo(6);
        assertThat(bounded.sample().getDisksList())
                .isEqualTo(sample.getDisksList().subList(0, SampleLimits.MAX_DEVICES));
        assertThat(bounded.sample().getProcessesCount()).isEqualTo(SampleLimits.MAX_DEVICES);
        assertThat(bounded.sample().getFilesystemsCount()).isEqualTo(1);
    }

    /**
     * A megabyte of empty messages, two bytes each, would be a hundred megabytes when flattened.
     */
    @Test
    void emptyDevicesAreOfNoMoreUseThanNamedOnes() throws Exception {
        HostSample sample =
                HostSample.newBuilder()
                        .addAllDisks(Collections.nCopies(500_000, Disk.getDefaultInstance()))
                        .build();

        assertThat(SampleLimits.apply(sample).sample().getDisksCount())
                .isEqualTo(SampleLimits.MAX_DEVICES);
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

        Bounded bounded = SampleLimits.apply(sample);

        assertThat(bounded.leftOut()).isEqualTo(1);
        assertThat(bounded.sample().getDisksList())
                .containsExactly(sample.getDisks(0), sample.getDisks(2));
    }

    @Test
    void labelsStayInTheOrderOfTheirKeysAndLongOnesGo() throws Exception {
        HostIdentity.Builder host = HostIdentity.newBuilder().setId("web-1");
        IntStream.range(0, SampleLimits.MAX_LABELS + 10)
                .forEach(i -> host.putLabels("key-%03d".formatted(i), "value"));
        host.putLabels("a".repeat(SampleLimits.MAX_LABEL_KEY_LENGTH + 1), "long key");
        host.putLabels("b", "v".repeat(SampleLimits.MAX_LABEL_VALUE_LENGTH + 1));

        Bounded bounded = SampleLimits.apply(HostSample.newBuilder().setHost(host).build());

        assertThat(bounded.leftOut()).isEqualTo(12);
        assertThat(bounded.sample().getHost().getLabelsMap().keySet())
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

        Bounded bounded = SampleLimits.apply(HostSample.newBuilder().setHost(host).build());

        assertThat(bounded.leftOut()).isEqualTo(4);
        assertThat(bounded.sample().getHost().getIpList())
                .isEqualTo(host.getIpList().subList(0, SampleLimits.MAX_ADDRESSES));
        assertThat(bounded.sample().getHost().getMacCount()).isEqualTo(SampleLimits.MAX_ADDRESSES);
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
                            () -> SampleLimits.apply(HostSample.newBuilder().setHost(host).build()))
                    .isInstanceOfSatisfying(
                            MalformedSampleException.class,
                            e -> assertThat(e.category()).isEqualTo(RefusalCategory.TOO_LARGE))
                    .hasMessageContaining("at most 16384 are allowed");
        }
    }
}
