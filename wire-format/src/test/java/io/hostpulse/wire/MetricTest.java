package io.hostpulse.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.Kind;
import io.hostpulse.wire.proto.Since;
import io.hostpulse.wire.proto.Unit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class MetricTest {

    private static final double LARGEST = Float.MAX_VALUE;

    @ParameterizedTest
    @CsvSource({
        "RATIO, GAUGE, 0, 1",
        "PERCENT, GAUGE, 0, 100",
        "CORES, GAUGE, 0, 10000",
        "CELSIUS, GAUGE, -273.15, 1000",
        "VOLTS, GAUGE, -1000, 1000"
    })
    void valuesAreAcceptedUpToTheBordersOfTheirUnitAndNotBeyond(
            Unit unit, Kind kind, double lowest, double highest) {
        Metric metric = metric(unit, kind);

        assertThat(metric.accepts(lowest)).isTrue();
        assertThat(metric.accepts((lowest + highest) / 2)).isTrue();
        assertThat(metric.accepts(highest)).isTrue();
        assertThat(metric.accepts(Math.nextDown(lowest))).isFalse();
        assertThat(metric.accepts(Math.nextUp(highest))).isFalse();
        assertThat(metric.lowest()).isEqualTo(lowest);
        assertThat(metric.highest()).isEqualTo(highest);
    }

    @ParameterizedTest
    @EnumSource(
            value = Unit.class,
            mode = Mode.EXCLUDE,
            names = {
                "UNIT_UNSPECIFIED",
                "UNRECOGNIZED",
                "RATIO",
                "PERCENT",
                "CORES",
                "CELSIUS",
                "VOLTS"
            })
    void amountsAreAcceptedFromZeroOn(Unit unit) {
        Metric metric = metric(unit, Kind.GAUGE);

        assertThat(metric.accepts(0)).isTrue();
        assertThat(metric.accepts(-0.0)).isTrue();
        assertThat(metric.accepts(LARGEST)).isTrue();
        assertThat(metric.accepts(-Double.MIN_VALUE)).isFalse();
    }

    @Test
    void changesMayBeBelowZero() {
        assertThat(metric(Unit.PER_SECOND, Kind.CHANGE).accepts(-LARGEST)).isTrue();
        assertThat(metric(Unit.PER_SECOND, Kind.CHANGE).accepts(LARGEST)).isTrue();
        assertThat(metric(Unit.PER_SECOND, Kind.GAUGE).accepts(-1)).isFalse();
        assertThat(metric(Unit.MILLISECONDS, Kind.CHANGE).accepts(-60_000)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Unit.class,
            mode = Mode.EXCLUDE,
            names = {"UNIT_UNSPECIFIED", "UNRECOGNIZED"})
    void whatIsNoNumberIsNeverAccepted(Unit unit) {
        for (Kind kind : List.of(Kind.GAUGE, Kind.CHANGE)) {
            assertThat(metric(unit, kind).accepts(Double.NaN)).isFalse();
            assertThat(metric(unit, kind).accepts(Double.POSITIVE_INFINITY)).isFalse();
            assertThat(metric(unit, kind).accepts(Double.NEGATIVE_INFINITY)).isFalse();
        }
    }

    @Test
    void aMetricWithoutUnitIsAnErrorThatNamesIt() {
        Metric metric = metric(Unit.UNIT_UNSPECIFIED, Kind.GAUGE);

        assertThatIllegalStateException()
                .isThrownBy(() -> metric.accepts(1))
                .withMessage("system.test");
    }

    @ParameterizedTest
    @CsvSource({
        "RATIO, 0.28926583, 0.2893",
        "CORES, 12.34567, 12.3457",
        "PERCENT, 12.34567, 12.35",
        "BYTES_PER_SECOND, 483954.29, 484000",
        "MILLISECONDS, 36.579611, 36.58",
        "CELSIUS, 45.4321, 45.43"
    })
    void documentsHaveAsManyDigitsAsAMeasurementHas(Unit unit, double value, double rounded) {
        assertThat(metric(unit, Kind.GAUGE, false).rounded(value)).isEqualTo(rounded);
    }

    @ParameterizedTest
    @CsvSource({"123456789, 123456789", "123456789.4, 123456789", "12.34567, 12.35"})
    void whatIsWholeKeepsItsDigitsAndAMeanOfItHasFourOrIsWhole(double value, double rounded) {
        assertThat(metric(Unit.BYTES, Kind.GAUGE, true).rounded(value)).isEqualTo(rounded);
    }

    @Test
    void laterChangesOfAListDoNotReachTheMetric() {
        List<String> also = new ArrayList<>(List.of("host.test"));
        Metric metric =
                new Metric(
                        1,
                        "system.test",
                        also,
                        Unit.COUNT,
                        Kind.GAUGE,
                        Dimension.HOST,
                        true,
                        false,
                        Since.SINCE_UNSPECIFIED,
                        false,
                        "Test.");

        also.clear();

        assertThat(metric.also()).containsExactly("host.test");
    }

    private static Metric metric(Unit unit, Kind kind) {
        return metric(unit, kind, false);
    }

    private static Metric metric(Unit unit, Kind kind, boolean integral) {
        return new Metric(
                1,
                "system.test",
                List.of(),
                unit,
                kind,
                Dimension.HOST,
                integral,
                false,
                Since.SINCE_UNSPECIFIED,
                false,
                "Test.");
    }
}
