package io.hostpulse.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.RefusalCategory;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleClockTest {

    private static final long ARRIVAL = Instant.parse("2026-11-01T12:00:00Z").toEpochMilli();
    private static final SampleClock CLOCK =
            new SampleClock(Duration.ofMinutes(5), Duration.ofDays(400));

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT-6H", "PT-9600H", "PT1S", "PT5M"})
    void aClockThatIsALittleOffIsBelieved(Duration ahead) throws MalformedSampleException {
        long hostMillis = ARRIVAL + ahead.toMillis();

        assertThat(CLOCK.timeThatCounts(hostMillis, ARRIVAL)).isEqualTo(hostMillis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT5M0.001S", "PT1H", "PT8784H"})
    void aTimeTooFarAheadIsReplacedByTheArrival(Duration ahead) throws MalformedSampleException {
        assertThat(CLOCK.timeThatCounts(ARRIVAL + ahead.toMillis(), ARRIVAL)).isEqualTo(ARRIVAL);
    }

    @Test
    void aTimeMoreThanAYearAheadIsRefused() {
        assertRefused(
                ARRIVAL + Duration.ofDays(366).toMillis() + 1,
                "the sample's time 2027-11-02T12:00:00.001Z lies more than 366d ahead");
    }

    @Test
    void aTimeFromAnotherAgeIsRefused() {
        assertRefused(
                ARRIVAL - Duration.ofDays(400).toMillis() - 1,
                "the sample's time 2025-09-27T11:59:59.999Z lies more than 400d back");
    }

    @ParameterizedTest
    @ValueSource(
            longs = {Long.MIN_VALUE, Long.MIN_VALUE / 2, 1, Long.MAX_VALUE / 2, Long.MAX_VALUE})
    void timesOutOfAllRangeAreRefusedToo(long hostMillis) {
        assertThatExceptionOfType(MalformedSampleException.class)
                .isThrownBy(() -> CLOCK.timeThatCounts(hostMillis, ARRIVAL));
    }

    @Test
    void travelsWithTheOperatorsThatUseIt() throws Exception {
        assertThat(InstantiationUtil.clone(CLOCK)).isEqualTo(CLOCK);
    }

    private static void assertRefused(long hostMillis, String message) {
        assertThatExceptionOfType(MalformedSampleException.class)
                .isThrownBy(() -> CLOCK.timeThatCounts(hostMillis, ARRIVAL))
                .withMessage(message)
                .satisfies(
                        refusal ->
                                assertThat(refusal.category())
                                        .isEqualTo(RefusalCategory.INVALID_TIME));
    }
}
