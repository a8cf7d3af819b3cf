package io.hostpulse.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.RefusalCategory;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.util.InstantiationUtil;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleClockTest {

    private static final long ARRIVAL = Instant.parse("2026-11-01T12:00:00Z").toEpochMilli();
    private static final Arrival FRESH = Arrival.at(ARRIVAL);
    private static final Arrival UNKNOWN = new Arrival(ARRIVAL, false);
    private static final SampleClock CLOCK =
            new SampleClock(Duration.ofMinutes(5), Duration.ofDays(400));

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT-6H", "PT-9600H", "PT1S", "PT5M"})
    void aClockThatIsALittleOffIsBelieved(Duration ahead) throws MalformedSampleException {
        long hostMillis = ARRIVAL + ahead.toMillis();

        assertThat(CLOCK.timeThatCounts(hostMillis, false, FRESH)).isEqualTo(hostMillis);
        assertThat(CLOCK.timeThatCounts(hostMillis, true, FRESH)).isEqualTo(hostMillis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT5M0.001S", "PT1H", "PT8784H"})
    void aTimeTooFarAheadIsReplacedByTheArrival(Duration ahead) throws MalformedSampleException {
        long hostMillis = ARRIVAL + ahead.toMillis();

        assertThat(CLOCK.timeThatCounts(hostMillis, false, FRESH)).isEqualTo(ARRIVAL);
        assertThat(CLOCK.timeThatCounts(hostMillis, true, FRESH)).isEqualTo(ARRIVAL);
        assertThat(CLOCK.timeThatCounts(hostMillis, false, UNKNOWN)).isEqualTo(ARRIVAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:01Z",
                "2000-01-01T00:00:00Z",
                "2025-09-27T11:59:59.999Z",
                "2027-11-02T12:00:00.001Z",
                "2099-01-01T00:00:00Z"
            })
    void aTimeFromAnotherAgeIsReplacedWhereTheSampleCannotHaveWaited(Instant time)
            throws MalformedSampleException {
        assertThat(CLOCK.timeThatCounts(time.toEpochMilli(), false, FRESH)).isEqualTo(ARRIVAL);
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
                .isThrownBy(() -> CLOCK.timeThatCounts(hostMillis, true, FRESH));
    }

    @Test
    void travelsWithTheOperatorsThatUseIt() throws Exception {
        assertThat(InstantiationUtil.clone(CLOCK)).isEqualTo(CLOCK);
    }

    /** Spooled, or of a topic that does not say when it arrived. */
    private static void assertRefused(long hostMillis, String message) {
        assertRefused(() -> CLOCK.timeThatCounts(hostMillis, true, FRESH), message);
        assertRefused(() -> CLOCK.timeThatCounts(hostMillis, false, UNKNOWN), message);
    }

    private static void assertRefused(ThrowingCallable asked, String message) {
        assertThatExceptionOfType(MalformedSampleException.class)
                .isThrownBy(asked)
                .withMessage(message)
                .satisfies(
                        refusal ->
                                assertThat(refusal.category())
                                        .isEqualTo(RefusalCategory.INVALID_TIME));
    }
}
