package io.hostpulse.stack.ruletest;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.MetricGroup;
import io.hostpulse.wire.MetricGroup.LabelField;
import io.hostpulse.wire.MetricGroup.MetricField;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Makes the samples that a test speaks of: one an interval for each host that has any value then.
 */
final class TestSamples {

    /** A sample and when it arrives. */
    record Arriving(Instant at, HostSample sample) {}

    private static final MetricCatalogue CATALOGUE = MetricCatalogue.get();

    private final RuleTest test;
    private final List<Arriving> samples = new ArrayList<>();

    private TestSamples(RuleTest test) {
        this.test = test;
    }

    /** In the order in which they arrive. */
    static List<Arriving> of(RuleTest test) {
        TestSamples samples = new TestSamples(test);
        int length = test.series().stream().mapToInt(each -> each.values().size()).max().orElse(0);
        Map<String, Integer> sequences = new LinkedHashMap<>();
        for (int index = 0; index < length; index++) {
            for (TestedHost host : test.hosts()) {
                samples.take(host, index, sequences);
            }
        }
        return samples.samples;
    }

    private void take(TestedHost host, int index, Map<String, Integer> sequences) {
        List<Series> given =
                test.series().stream()
                        .filter(each -> each.hostId().equals(host.id()))
                        .filter(each -> each.values().at(index).isPresent())
                        .toList();
        Duration since = test.interval().multipliedBy(index);
        if (given.isEmpty() || since.compareTo(test.end()) > 0) {
            return;
        }
        Instant arrival = test.start().plus(since);
        OptionalDouble aheadSeconds = host.aheadSeconds().at(index);
        HostSample.Builder sample =
                HostSample.newBuilder()
                        .setSchemaVersion(SampleCodec.SCHEMA_VERSION)
                        .setTime(
                                SampleCodec.timestamp(
                                        arrival.plusMillis(
                                                Math.round(1000 * aheadSeconds.orElse(0)))))
                        .setIntervalMs((int) test.interval().toMillis())
                        .setHost(
                                HostIdentity.newBuilder()
                                        .setId(host.id())
                                        .setName(host.name())
                                        .setBootId("boot")
                                        .putAllLabels(host.labels()))
                        .setAgent(
                                AgentIdentity.newBuilder()
                                        .setId("agent-" + host.id())
                                        .setRunId("run")
                                        .setType("hostpulse")
                                        .setSequence(sequences.merge(host.id(), 1, Integer::sum)));
        CATALOGUE.groups().forEach(group -> write(group, given, index, sample));
        samples.add(new Arriving(arrival, sample.build()));
    }

    private static void write(
            MetricGroup group, List<Series> given, int index, HostSample.Builder sample) {
        Map<String, Message.Builder> byDevice = new LinkedHashMap<>();
        for (MetricField field : group.metrics()) {
            for (Series series : given) {
                if (series.metric().equals(field.metric())) {
                    byDevice.computeIfAbsent(series.device(), name -> named(group, name, sample))
                            .setField(
                                    field.field(),
                                    number(field.field(), series.values().at(index).getAsDouble()));
                }
            }
        }
        for (Message.Builder each : byDevice.values()) {
            if (group.field().isRepeated()) {
                sample.addRepeatedField(group.field(), each.build());
            } else {
                sample.setField(group.field(), each.build());
            }
        }
    }

    private static Object number(FieldDescriptor field, double value) {
        return field.getJavaType() == FieldDescriptor.JavaType.LONG ? (Object) (long) value : value;
    }

    /** What a thing has to say of itself besides its name is the same of all. */
    private static Message.Builder named(
            MetricGroup group, String device, HostSample.Builder sample) {
        Message.Builder builder = sample.newBuilderForField(group.field());
        for (LabelField label : group.labels()) {
            if (label.required()) {
                builder.setField(label.field(), text(label, device));
            }
        }
        return builder;
    }

    private static Object text(LabelField label, String device) {
        return switch (label.field().getJavaType()) {
            case STRING -> device;
            case INT -> Integer.parseUnsignedInt(device);
            case LONG -> Long.parseLong(device);
            default -> throw new IllegalStateException("no value of " + label.field());
        };
    }
}
