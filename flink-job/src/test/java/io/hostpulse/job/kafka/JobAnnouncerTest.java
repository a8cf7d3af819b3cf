package io.hostpulse.job.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.hostpulse.wire.JobAnnouncement;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobAnnouncerTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "nowhere", "nowhere.invalid:9092"})
    void aKafkaThatCannotBeUsedKeepsNoJobFromStarting(String servers) {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", servers);

        assertThatCode(
                        () ->
                                JobAnnouncer.publish(
                                        properties,
                                        new JobAnnouncement(
                                                "hostpulse", List.of("1m"), Instant.EPOCH)))
                .doesNotThrowAnyException();
    }
}
