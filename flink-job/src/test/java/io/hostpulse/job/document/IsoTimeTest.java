package io.hostpulse.job.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "1969-12-31T23:59:59Z",
                "2024-02-29T12:34:56Z",
                "2026-11-01T09:00:00.120Z",
                "0999-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z"
            })
    void writesTimesAsInstantsAre(String time) {
        assertThat(IsoTime.of(Instant.parse(time).toEpochMilli())).isEqualTo(time);
    }
}
