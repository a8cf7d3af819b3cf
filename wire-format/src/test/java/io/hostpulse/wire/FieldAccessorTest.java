package io.hostpulse.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.protobuf.Message;
import io.hostpulse.wire.MetricGroup.MetricField;
import io.hostpulse.wire.proto.Cpu;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Load;
import org.junit.jupiter.api.Test;

class FieldAccessorTest {

    @Test
    void everyMetricIsReadAsItsDescriptorReadsIt() {
        HostSample sample = GeneratedSample.generate();

        for (MetricGroup group : MetricCatalogue.get().groups()) {
            for (Message message : group.messages(sample)) {
                for (MetricField field : group.metrics()) {
                    Number expected = (Number) message.getField(field.field());
                    assertThat(field.isPresent(message)).as(field.metric().name()).isTrue();
                    assertThat(field.read(message))
                            .as(field.metric().name())
                            .isEqualTo(expected.doubleValue())
                            .isNotZero();
                }
            }
        }
    }

    @Test
    void whatIsAbsentIsReadAsAbsentAndZeroAsPresent() {
        for (MetricGroup group : MetricCatalogue.get().groups()) {
            Message empty =
                    HostSample.newBuilder()
                            .newBuilderForField(group.field())
                            .getDefaultInstanceForType();
            for (MetricField field : group.metrics()) {
                Object zero = field.metric().integral() ? (Object) 0L : (Object) 0.0;
                Message measured = empty.toBuilder().setField(field.field(), zero).build();

                assertThat(field.isPresent(empty)).as(field.metric().name()).isFalse();
                assertThat(field.read(empty)).as(field.metric().name()).isZero();
                assertThat(field.isPresent(measured)).as(field.metric().name()).isTrue();
                assertThat(field.read(measured)).as(field.metric().name()).isZero();
            }
        }
    }

    @Test
    void aWholeNumberThatNeedsAll64BitsIsNeverAccepted() {
        MetricField cores = fieldOf("system.cpu.cores");

        double read = cores.read(Cpu.newBuilder().setCores(-1).build());

        assertThat(read).isNaN();
        assertThat(cores.metric().accepts(read)).isFalse();
    }

    @Test
    void aFieldThatTheMessageLacksIsAnErrorAtOnce() {
        assertThatIllegalStateException()
                .isThrownBy(
                        () ->
                                new FieldAccessor(
                                        Load.class,
                                        Cpu.getDescriptor().findFieldByName("iowait_ms")))
                .withMessageContaining("hasIowaitMs")
                .withMessageContaining("Load");
    }

    private static MetricField fieldOf(String metric) {
        return MetricCatalogue.get().groups().stream()
                .flatMap(group -> group.metrics().stream())
                .filter(field -> field.metric().name().equals(metric))
                .findAny()
                .orElseThrow();
    }
}
