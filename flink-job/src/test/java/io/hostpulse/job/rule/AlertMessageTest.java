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
}
