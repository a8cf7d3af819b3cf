package io.hostpulse.job.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.wire.proto.Unit;
import org.junit.jupiter.api.Test;

class AlertMessageTest {

    @Test
    void writesNumbersWithTheirUnits() {
        assertThat(AlertMessage.format(0.9, Unit.RATIO)).isEqualTo("90 %");
        assertThat(AlertMessage.format(0.123456, Unit.RATIO)).isEqualTo("12.3 %");
        assertThat(AlertMessage.format(1.5 * 1024 * 1024 * 1024, Unit.BYTES)).isEqualTo("1.5 GiB");
        assertThat(AlertMessage.format(512, Unit.BYTES_PER_SECOND)).isEqualTo("512 B/s");
        assertThat(AlertMessage.format(1800, Unit.PER_SECOND)).isEqualTo("1800/s");
        assertThat(AlertMessage.format(2.5, Unit.COUNT)).isEqualTo("2.5");
    }

    @Test
    void writesTimesAsPeopleReadThem() {
        assertThat(AlertMessage.format(250, Unit.MILLISECONDS)).isEqualTo("250 ms");
        assertThat(AlertMessage.format(1234, Unit.MILLISECONDS)).isEqualTo("1.2 s");
        assertThat(AlertMessage.format(3_500_000, Unit.MILLISECONDS)).isEqualTo("58m 20s");
        assertThat(AlertMessage.format(-7_244_629, Unit.MILLISECONDS)).isEqualTo("-2h 45s");
        assertThat(AlertMessage.format(59.7, Unit.SECONDS)).isEqualTo("1m");
        assertThat(AlertMessage.format(1e6, Unit.SECONDS)).isEqualTo("11d 13h 46m 40s");
    }
}
