package io.hostpulse.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobAnnouncementTest {

    @Test
    void whatAJobSaysIsReadAsItSaidIt() {
        JobAnnouncement announcement =
                new JobAnnouncement(
                        "hostpulse",
                        List.of("1m", "30s/10s"),
                        Instant.parse("2026-01-01T00:00:00Z"));

        assertThat(JobAnnouncement.read(new String(announcement.toJson(), UTF_8)))
                .contains(announcement);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"windows\":[\"1m\"],\"started\":\"today\"}",
                "{\"windows\":[\"wide\"],\"started\":\"2026-01-01T00:00:00Z\"}"
            })
    void anythingElseIsNone(String json) {
        assertThat(JobAnnouncement.read(json)).isEmpty();
    }
}
