package io.hostpulse.job.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.AlertTransition.State;
import io.hostpulse.job.model.DeadLetter;
import io.hostpulse.job.model.HostState;
import io.hostpulse.job.model.KafkaDocument;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.model.Window;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.Catalogue;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.LabelType;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** One of everything that documents are made of, with all that it can hold. */
final class Examples {

    static final long NOW = millis("2026-11-01T12:00:00Z");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Examples() {}

    static long millis(String time) {
        return Instant.parse(time).toEpochMilli();
    }

    static JsonNode tree(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(new String(json, UTF_8), e);
        }
    }

    /** A sample with every field set, and one of each of the things that a host has several of. */
    static HostSample fullSample() {
        HostSample.Builder sample = HostSample.newBuilder();
        fill(sample);
        sample.setSchemaVersion(SampleCodec.SCHEMA_VERSION)
                .setTime(SampleCodec.timestamp(Instant.ofEpochMilli(NOW)));
        HostIdentity.Builder host =
                sample.getHostBuilder()
                        .setId("web-1")
                        .setName("Web 1")
                        .clearLabels()
                        .putLabels("environment", "production");
        for (String name : CloudFields.NAMES) {
            host.putLabels(name, "value of " + name);
        }
        return sample.build();
    }

    /** A window of a host with values for all metrics. */
    static Window window() {
        return window(Dimension.HOST, "");
    }

    /** A window of a device with values for all metrics. */
    static Window window(Dimension dimension, String device) {
        int metrics = WindowDocuments.metricsOf(dimension).size();
        int[] counts = new int[metrics];
        Arrays.fill(counts, 60);
        return new Window(
                "web-1",
                "Web 1",
                dimension.getNumber(),
                device,
                "1m",
                NOW,
                NOW + 60_000,
                60_000,
                true,
                60,
                0,
                counts,
                filled(metrics, 30.0),
                filled(metrics, 0.25),
                filled(metrics, 0.75),
                filled(metrics, 0.625),
                filled(metrics, 0.5),
                filled(metrics, 0.6875),
                filled(metrics, 0.71875),
                new String[] {"cpu-load"},
                new String[] {"data.centre", "north", "environment", "production"},
                NOW + 60_250);
    }

    static AlertTransition alert(State state, String time, String started) {
        return alert(state, time, started, 0.95, 0.9, 0.99);
    }

    static AlertTransition alert(
            State state, String time, String started, double value, double threshold, double peak) {
        String identity = Base64.getEncoder().encodeToString(fullSample().getHost().toByteArray());
        return alert(state, time, started, value, threshold, peak, identity);
    }

    /** As it is restored from the state of a release that did not keep the host's identity. */
    static AlertTransition alertWithoutIdentity() {
        return alert(
                State.FIRING,
                "2026-11-01T00:00:00Z",
                "2026-10-31T23:50:00Z",
                0.95,
                0.9,
                0.99,
                null);
    }

    private static AlertTransition alert(
            State state,
            String time,
            String started,
            double value,
            double threshold,
            double peak,
            String identity) {
        return new AlertTransition(
                "disk-busy|web-1|sda|" + millis(started),
                state == State.RESOLVED ? 3 : 2,
                state,
                state == State.RESOLVED ? State.FIRING : State.PENDING,
                "disk-busy",
                "Busy disk",
                "warning",
                "critical",
                "web-1",
                "Web 1",
                "sda",
                "system.diskio.iostat.busy",
                millis(time),
                0,
                millis(started),
                millis(started) + 60_000,
                state == State.RESOLVED ? millis(time) : 0,
                value,
                threshold,
                peak,
                false,
                NOW,
                false,
                identity,
                "{\"team\":\"infra\",\"data.centre\":\"north\"}",
                "Web 1: disk is 95 % busy",
                "above 0.9 for 1m");
    }

    static HostState host() {
        return new HostState(
                "web-1",
                HostState.State.UP,
                fullSample().getHost().toByteArray(),
                NOW,
                NOW - 3_600_000,
                1_000,
                7_200_000,
                "1.2.3",
                NOW + 1_000);
    }

    static DeadLetter deadLetter(byte[] value) {
        return new DeadLetter(
                new RawRecord(
                        "hostpulse.samples", 3, 42, NOW - 5, null, "web-1".getBytes(UTF_8), value),
                NOW,
                "malformed-json",
                "an object ends too early");
    }

    /** The record that {@code document} becomes in {@code topic}. */
    static RawRecord recordOf(String topic, KafkaDocument document) {
        return new RawRecord(
                topic,
                0,
                7,
                document.timestampMillis(),
                false,
                document.id(),
                document.version(),
                document.key().getBytes(UTF_8),
                document.json());
    }

    private static double[] filled(int length, double value) {
        double[] values = new double[length];
        Arrays.fill(values, value);
        return values;
    }

    private static void fill(Message.Builder message) {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.isMapField()) {
                continue;
            }
            Object value = exampleOf(message, field);
            if (field.isRepeated()) {
                message.addRepeatedField(field, value);
            } else {
                message.setField(field, value);
            }
        }
    }

    private static Object exampleOf(Message.Builder message, FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case DOUBLE -> 0.5;
            case LONG -> isDate(field) ? NOW : 7L;
            case INT -> 7;
            case BOOLEAN -> true;
            case STRING -> isAddress(field) ? "192.0.2.7" : field.getName();
            case MESSAGE -> {
                Message.Builder nested = message.newBuilderForField(field);
                if (!(nested instanceof Timestamp.Builder)) {
                    fill(nested);
                }
                yield nested.build();
            }
            case ENUM -> field.getDefaultValue();
            case FLOAT, BYTE_STRING -> throw new IllegalStateException(field.getFullName());
        };
    }

    private static boolean isDate(FieldDescriptor field) {
        return field.getOptions().getExtension(Catalogue.label).getType() == LabelType.DATE;
    }

    private static boolean isAddress(FieldDescriptor field) {
        return field.getOptions().getExtension(Catalogue.label).getType() == LabelType.IP;
    }
}
