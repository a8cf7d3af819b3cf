package io.hostpulse.agent.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProducerSettingsTest {

    @Test
    void everySampleIsDeliveredOnceAndInOrder() {
        assertThat(ProducerSettings.of("a:1", Map.of()))
                .containsEntry("bootstrap.servers", "a:1")
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("compression.type", "zstd")
                .containsEntry("delivery.timeout.ms", Integer.MAX_VALUE);
    }

    @Test
    void secretsAreTakenFromFilesAndTheEnvironment(@TempDir Path directory) throws IOException {
        Path secrets = Files.writeString(directory.resolve("secrets"), "password=from a file\n");

        ProducerConfig config =
                new ProducerConfig(
                        ProducerSettings.of(
                                "a:1",
                                Map.of(
                                        "ssl.keystore.password",
                                        "${file:" + secrets + ":password}",
                                        "ssl.truststore.location",
                                        "${env:PATH}/trust")));

        assertThat(config.getPassword("ssl.keystore.password").value()).isEqualTo("from a file");
        assertThat(config.getString("ssl.truststore.location"))
                .isEqualTo(System.getenv("PATH") + "/trust");
        assertThat(config.values().toString()).doesNotContain("from a file");
    }

    @Test
    void theOperatorsSettingsGoBeforeOursButNotBeforeTheFixedOnes() {
        Map<String, Object> settings =
                ProducerSettings.of(
                        "a:1",
                        Map.of("compression.type", "lz4", "security.protocol", "SSL", "acks", "0"));

        assertThat(settings)
                .containsEntry("compression.type", "lz4")
                .containsEntry("security.protocol", "SSL")
                .containsEntry("acks", "all");
    }
}
