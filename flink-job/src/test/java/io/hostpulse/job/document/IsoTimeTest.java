package io.hostpulse.job.document;

import static java.nio.charset.StandardCharsets.US_ASCII;
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
                "1969-12-31T23:59:59.999Z",
                "2024-02-29T12:34:56Z",
                "2026-11-01T09:00:00.120Z",
                "2026-12-31T23:59:59.005Z",
                "9999-12-31T23:59:59.999Z",
                "0999-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "-0001-01-01T00:00:00.500Z"
            })
    void writesTimesAsInstantsAre(String time) {
        byte[] bytes = new byte[IsoTime.MAX_LENGTH];

        int end = IsoTime.write(Instant.parse(time).toEpochMilli(), bytes, 1);

        assertThat(new String(bytes, 1, end - 1, US_ASCII)).isEqualTo(time);
    }
}
