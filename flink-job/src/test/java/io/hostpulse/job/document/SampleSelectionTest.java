package io.hostpulse.job.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.Samples;
import io.hostpulse.job.ingest.MeasuredSample;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.HostSample;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SampleSelectionTest {

    private static final long NOON = 1_793_534_400_000L;

    private final SampleSelection selection =
            SampleSelection.all().with(Map.of(Dimension.CORE, 3, Dimension.SENSOR, 0));

    @Test
    void everyThirdSampleOfARunIsTakenFromTheFirstOn() {
        assertThat(IntStream.rangeClosed(1, 7).filter(n -> takes(Dimension.CORE, numbered(n))))
                .containsExactly(1, 4, 7);
    }

    @Test
    void whatIsNotNamedIsTakenAlways() {
        assertThat(IntStream.rangeClosed(1, 7).filter(n -> takes(Dimension.DISK, numbered(n))))
                .hasSize(7);
    }

    @Test
    void zeroTakesNone() {
        assertThat(IntStream.rangeClosed(1, 7).filter(n -> takes(Dimension.SENSOR, numbered(n))))
                .isEmpty();
    }

    @Test
    void samplesWithoutANumberAreCountedByTheirTimeAlthoughItJitters() {
        List<Long> jitterMillis = List.of(0L, 7L, 3L, 12L, 1L, 5L, 9L, 2L, 4L);

        assertThat(
                        LongStream.range(0, 9)
                                .filter(
                                        n ->
                                                takes(
                                                        Dimension.CORE,
                                                        unnumbered(
                                                                NOON
                                                                        + n * 10_000
                                                                        + jitterMillis.get((int) n),
                                                                10_000
                                                                        + jitterMillis.get(
                                                                                (int) n)))))
                .hasSize(3);
    }

    @Test
    void theHostIsInEverySampleByDefaultAndItsPartsNowAndThen() {
        SampleSelection defaults = SampleSelection.ofDefaults();

        assertThat(takes(defaults, Dimension.HOST, numbered(2))).isTrue();
        assertThat(takes(defaults, Dimension.PROCESS, numbered(2))).isFalse();
        assertThat(takes(defaults, Dimension.PROCESS, numbered(6))).isTrue();
    }

    private boolean takes(Dimension dimension, HostSample sample) {
        return takes(selection, dimension, sample);
    }

    private static boolean takes(
            SampleSelection selection, Dimension dimension, HostSample sample) {
        return MeasuredSample.of(sample, NOON).isWanted(dimension, selection);
    }

    private static HostSample numbered(long sequence) {
        return Samples.hostSample("web-1", NOON, 0.5).toBuilder()
                .setAgent(AgentIdentity.newBuilder().setRunId("run").setSequence(sequence))
                .build();
    }

    private static HostSample unnumbered(long timeMillis, long intervalMillis) {
        return Samples.hostSample("web-1", timeMillis, 0.5).toBuilder()
                .clearAgent()
                .setIntervalMs((int) intervalMillis)
                .build();
    }
}
