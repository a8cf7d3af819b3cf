package io.hostpulse.agent.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProducerSettingsTest {

    @Test
    void everySampleIsDeliveredOnceAndInOrder() {
        assertThat(ProducerSettings.of("a:1", Map.of()))
                .containsEntry("bootstrap.servers", "a:1")
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("compression.type", "lz4")
                .containsEntry("delivery.timeout.ms", Integer.MAX_VALUE);
    }

    @Test
    void aTokenServerThatDoesNotAnswerIsGivenUp() {
        assertThat(ProducerSettings.of("a:1", Map.of()))
                .containsEntry("sasl.login.connect.timeout.ms", 10_000)
                .containsEntry("sasl.login.read.timeout.ms", 10_000);
    }

    @Test
    void theOperatorsSettingsGoBeforeOursButNotBeforeTheFixedOnes() {
        Map<String, Object> settings =
                ProducerSettings.of(
                        "a:1",
                        Map.of(
                                "compression.type",
                                "zstd",
                                "security.protocol",
                                "SSL",
                                "acks",
                                "0"));

        assertThat(settings)
                .containsEntry("compression.type", "zstd")
                .containsEntry("security.protocol", "SSL")
                .containsEntry("acks", "all");
    }
}
