package io.hostpulse.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.LeftOut;
import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.RefusalCategory;
import io.hostpulse.wire.proto.HostSample;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * Reads samples plainly and over messages. What is read plainly must be read as over messages: the
 * same sample, or the same refusal, and as much left out for each reason.
 */
final class ComparedReaders {

    /** So many are read as documents need it for each that is read so. */
    private static final int MEASURED_OF = 8;

    private final long arrivalMillis;
    private final SampleReader reader =
            new SampleReader(new SampleClock(Duration.ofMinutes(5), Duration.ofDays(400)));
    private int values;
    private int accepted;
    private int acceptedInPart;
    private int refused;

    /** What came of a value. */
    private record Outcome(Sample sample, RefusalCategory refusal, String words, LeftOut leftOut) {

        List<Object> parts() {
            List<Object> parts = new ArrayList<>();
            parts.add(refusal);
            parts.add(words);
            for (LeftOut.Reason reason : LeftOut.Reason.values()) {
                parts.add(sample == null ? 0 : leftOut.count(reason));
            }
            if (sample != null) {
                parts.addAll(Arrays.asList(components(sample)));
            }
            return parts;
        }
    }

    /** A way to read, which may be none for a value: null then. */
    private interface Way {
        Sample read(byte[] value, LeftOut leftOut) throws MalformedSampleException;
    }

    ComparedReaders(long arrivalMillis) {
        this.arrivalMillis = arrivalMillis;
    }

    /** So many samples, each with a few of its fields changed. */
    void compareMutated(List<HostSample> samples, int count, long seed) {
        Random random = new Random(seed);
        WireMutations mutations = new WireMutations(random);
        List<byte[]> encoded = samples.stream().map(HostSample::toByteArray).toList();
        for (int i = 0; i < count; i++) {
            compare(mutations.mutate(encoded.get(random.nextInt(encoded.size()))));
        }
    }

    void compare(byte[] value) {
        values++;
        Arrival arrival = new Arrival(arrivalMillis, values % 2 == 0);
        Outcome ofPlain = outcome((bytes, left) -> reader.readPlainly(bytes, arrival, left), value);
        if (ofPlain == null) {
            return; // then there is but the way over messages
        }
        tally(ofPlain);
        Outcome ofMessages =
                outcome((bytes, left) -> reader.readMessage(bytes, arrival, left), value);
        if (ofPlain.sample() != null && values % MEASURED_OF == 0) {
            compareMeasured(value, arrival);
        }
        List<Object> expected = ofMessages.parts();
        List<Object> actual = ofPlain.parts();
        for (int part = 0; part < Math.max(expected.size(), actual.size()); part++) {
            if (expected.size() != actual.size()
                    || !Objects.deepEquals(actual.get(part), expected.get(part))) {
                throw new AssertionError(
                        "read as %s, over messages as %s: %s"
                                .formatted(
                                        actual,
                                        expected,
                                        Base64.getEncoder().encodeToString(value)));
            }
        }
    }

    /** Whoever writes documents must get the same, too. */
    private void compareMeasured(byte[] value, Arrival arrival) {
        try {
            MeasuredSample actual = reader.measure(value, arrival, (kind, s, i, h) -> true);
            MeasuredSample expected = reader.measureMessage(value, arrival);
            assertThat(parts(actual)).isDeepEqualTo(parts(expected));
        } catch (MalformedSampleException e) {
            throw new AssertionError(Base64.getEncoder().encodeToString(value), e);
        }
    }

    private static Object[][] parts(MeasuredSample sample) {
        List<Object[]> parts = new ArrayList<>();
        parts.add(components(sample));
        sample.devices().forEach(device -> parts.add(components(device)));
        return parts.toArray(Object[][]::new);
    }

    /** But for lists, which hold arrays. */
    private static Object[] components(Record whole) {
        List<Object> components = new ArrayList<>();
        for (RecordComponent component : whole.getClass().getRecordComponents()) {
            try {
                if (component.getType() != List.class) {
                    components.add(component.getAccessor().invoke(whole));
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return components.toArray();
    }

    private static Outcome outcome(Way way, byte[] value) {
        LeftOut leftOut = new LeftOut();
        try {
            Sample sample = way.read(value, leftOut);
            return sample == null ? null : new Outcome(sample, null, null, leftOut);
        } catch (MalformedSampleException e) {
            return new Outcome(null, e.category(), e.getMessage(), leftOut);
        }
    }

    private void tally(Outcome outcome) {
        if (outcome.sample() == null) {
            refused++;
        } else if (outcome.leftOut().isEmpty()) {
            accepted++;
        } else {
            acceptedInPart++;
        }
    }

    /** Fails where the values were not such that it means anything that both ways agree. */
    void assertHaveSeenMuch() {
        System.out.printf(
                "of %d samples read plainly: %d, %d in part, %d refused%n",
                values, accepted, acceptedInPart, refused);
        assertThat(accepted).isBetween(values / 4, values / 2);
        assertThat(acceptedInPart).isGreaterThan(values / 100);
        assertThat(refused).isGreaterThan(values / 2_000);
    }
}
