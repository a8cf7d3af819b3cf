package io.hostpulse.simulator.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.simulator.FleetRecord;
import io.hostpulse.simulator.dataset.DatasetReplay.Leap;
import io.hostpulse.simulator.publish.Pace;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.HostSample;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetReplayTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final LocalDate DATE = LocalDate.parse("2026-02-01");
    private static final Dataset DATASET =
            dataset(
                    row(2, "a", 36_000),
                    row(3, "a", 36_010),
                    row(4, "b", 36_005),
                    row(5, "b", 36_020));

    @Test
    void theFirstSampleIsOfNowAndTheSpacingStays() throws Exception {
        DatasetReplay replay = DatasetReplay.beginningNow(DATASET, NOW, 1);

        assertThat(secondsAfter(NOW, replay)).containsExactly(0.0, 5.0, 10.0, 20.0);
        assertThat(replay.start()).isEqualTo(NOW);
        assertThat(replay.span()).isEqualTo(Duration.ofSeconds(20));
        assertThat(replay.pace()).isEqualTo(Pace.REAL);
    }

    @Test
    void fasterThanRealTheSpacingShrinksSoThatNothingIsAheadOfTheClock() throws Exception {
        DatasetReplay replay = DatasetReplay.beginningNow(DATASET, NOW, 10);

        assertThat(secondsAfter(NOW, replay)).containsExactly(0.0, 0.5, 1.0, 2.0);
        assertThat(replay.pace()).isEqualTo(Pace.REAL);
        assertThat(samples(replay))
                .extracting(HostSample::getIntervalMs)
                .containsExactly(0, 0, 1000, 1500);
    }

    @Test
    void onADateTheTimesAreThoseOfTheDatasetWhateverTheSpeed() throws Exception {
        DatasetReplay replay = DatasetReplay.onDate(DATASET, DATE, NOW, 50);

        assertThat(replay.start()).isEqualTo(Instant.parse("2026-02-01T10:00:00Z"));
        assertThat(secondsAfter(replay.start(), replay)).containsExactly(0.0, 5.0, 10.0, 20.0);
        assertThat(replay.pace()).isEqualTo(new Pace(50));
    }

    @Test
    void aDateThatWouldReachIntoTheFutureIsAnError() throws Exception {
        LocalDate today = LocalDate.parse("2026-03-01");
        Instant lastIsNow = Instant.parse("2026-03-01T10:00:20Z");

        assertThat(DatasetReplay.onDate(DATASET, today, lastIsNow, 1).start())
                .isEqualTo(Instant.parse("2026-03-01T10:00:00Z"));
        assertThatThrownBy(() -> DatasetReplay.onDate(DATASET, today, lastIsNow.minusMillis(1), 1))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("2026-03-01T10:00:20Z, which is not over yet");
    }

    @Test
    void aDateOfWhichTheJobBelievesNoSampleIsAnError() throws Exception {
        Instant now = Instant.parse("2026-03-08T09:59:59Z");
        LocalDate date = LocalDate.parse("2025-02-01");

        assertThat(DatasetReplay.onDate(DATASET, date, now, 1).start())
                .isEqualTo(Instant.parse("2025-02-01T10:00:00Z"));
        assertThatThrownBy(() -> DatasetReplay.onDate(DATASET, date, now.plusSeconds(2), 1))
                .isInstanceOf(DatasetException.class)
                .hasMessage(
                        "beginning on 2025-02-01 the dataset is more than 400d old, and its samples"
                                + " would get the time at which they are sent; begin on a later date");
    }

    @Test
    void samplesCarryTheMeasurementsUnderTheCatalogueNames() throws Exception {
        HostSample sample =
                SampleCodec.decode(
                        DatasetReplay.beginningNow(DATASET, NOW, 1)
                                .iterator()
                                .next()
                                .value()
                                .toByteArray());

        assertThat(sample.getHost().getId()).isEqualTo("a");
        assertThat(sample.getHost().getName()).isEqualTo("a");
        assertThat(sample.getCpu().getTotalNormPct()).isEqualTo(0.25);
        assertThat(sample.getMemory().getActualUsedPct()).isEqualTo(0.5);
        assertThat(sample.getNetworkSummary().getInBytesPerSec()).isEqualTo(1024);
        assertThat(sample.getNetworkSummary().getOutBytesPerSec()).isEqualTo(2048);
        assertThat(sample.getNetworkSummary().getBytesPerSec()).isEqualTo(3072);
        assertThat(sample.getDiskSummary().getOperationsPerSec()).isEqualTo(30);
        assertThat(sample.getCpu().hasUserNormPct()).isFalse();
    }

    @Test
    void timesOfMoreThanAnHourWithoutAnyRowAreTold() throws Exception {
        DatasetReplay replay =
                DatasetReplay.beginningNow(
                        dataset(
                                row(2, "a", 0),
                                row(3, "a", 7200),
                                row(4, "b", 3599),
                                row(5, "a", 10_800),
                                row(6, "b", 97_200)),
                        NOW,
                        10);

        assertThat(replay.leaps())
                .containsExactly(
                        new Leap(3, Duration.ofSeconds(3601)), new Leap(6, Duration.ofDays(1)));
    }

    @Test
    void everyServerHasItsOwnSequence() throws Exception {
        assertThat(samples(DatasetReplay.beginningNow(DATASET, NOW, 1)))
                .extracting(sample -> sample.getHost().getId() + sample.getAgent().getSequence())
                .containsExactly("a1", "b1", "a2", "b2");
    }

    @Test
    void onlyTheSameFileAtTheSameTimesIsTheSameRun() throws Exception {
        String run = runId(DatasetReplay.beginningNow(DATASET, NOW, 1));

        assertThat(runId(DatasetReplay.beginningNow(DATASET, NOW, 1))).isEqualTo(run);
        assertThat(runId(DatasetReplay.beginningNow(DATASET, NOW.plusMillis(1), 1)))
                .isNotEqualTo(run);
        assertThat(runId(DatasetReplay.beginningNow(DATASET, NOW, 2))).isNotEqualTo(run);
        assertThat(
                        runId(
                                DatasetReplay.beginningNow(
                                        new Dataset(
                                                DATASET.file(),
                                                "fedcba9876543210fedc",
                                                DATASET.rows(),
                                                List.of()),
                                        NOW,
                                        1)))
                .isNotEqualTo(run);
    }

    @Test
    void aSpeedThatIsNotAllowedIsAnError() {
        for (double speed : new double[] {0, -1, 1001, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> DatasetReplay.beginningNow(DATASET, NOW, speed))
                    .isInstanceOf(DatasetException.class)
                    .hasMessageStartingWith("speed is " + speed);
        }
        assertThatThrownBy(() -> DatasetReplay.onDate(DATASET, DATE, NOW, 0))
                .hasMessageStartingWith("speed is 0.0");
    }

    @Test
    void aDatasetWithoutUsableRowsIsAnError() {
        Dataset empty =
                new Dataset(
                        DATASET.file(),
                        DATASET.fingerprint(),
                        List.of(),
                        List.of(new BadRow(DATASET.file(), 2, "it is bad")));

        assertThatThrownBy(() -> DatasetReplay.beginningNow(empty, NOW, 1))
                .hasMessage(
                        "fleet.csv has no usable row; the first bad one: fleet.csv:2: it is bad");
    }

    private static Dataset dataset(DatasetRow... rows) {
        return new Dataset(Path.of("fleet.csv"), "0123456789abcdef0123", List.of(rows), List.of());
    }

    private static DatasetRow row(long line, String serverId, long second) {
        return new DatasetRow(line, serverId, second, 0.25, 0.5, 1024, 2048, 30);
    }

    private static List<Double> secondsAfter(Instant start, DatasetReplay replay) {
        List<Double> seconds = new ArrayList<>();
        for (FleetRecord each : replay) {
            assertThat(each.arrivalMillis()).isEqualTo(each.timestampMillis());
            seconds.add((each.timestampMillis() - start.toEpochMilli()) / 1000.0);
        }
        return seconds;
    }

    private static List<HostSample> samples(DatasetReplay replay) throws Exception {
        List<HostSample> samples = new ArrayList<>();
        for (FleetRecord each : replay) {
            samples.add(SampleCodec.decode(each.value().toByteArray()));
        }
        return samples;
    }

    private static String runId(DatasetReplay replay) throws Exception {
        return samples(replay).get(0).getAgent().getRunId();
    }
}
