package io.hostpulse.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaClusterTest {

    @Test
    void producersWaitForAllReplicasAndNeverGiveUp() {
        Properties producer = cluster(new Properties()).producerProperties();

        assertThat(producer)
                .containsEntry("bootstrap.servers", "localhost:1")
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", "true")
                .containsEntry("delivery.timeout.ms", String.valueOf(Integer.MAX_VALUE));
    }

    @Test
    void theSettingsOfProducersAreOnesThatKafkaTakes() {
        Properties producer = cluster(new Properties()).producerProperties();

        assertThat(ProducerConfig.configNames()).containsAll(producer.stringPropertyNames());
        producer.put("key.serializer", ByteArraySerializer.class);
        producer.put("value.serializer", ByteArraySerializer.class);
        assertThatNoException().isThrownBy(() -> new ProducerConfig(producer));
    }

    @Test
    void aSecretIsReadFromItsFileWhereAClientIsMadeAndIsNotInTheGraph(@TempDir Path directory)
            throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "s3cret:}\n");
        Properties own = new Properties();
        own.setProperty("ssl.keystore.password", "${file:" + file + "}");
        own.setProperty("sasl.jaas.config", "Module required password=\"${file:" + file + "}\";");

        Properties producer = cluster(own).producerProperties();
        assertThat(producer.toString()).doesNotContain("s3cret");

        producer.put("key.serializer", ByteArraySerializer.class);
        producer.put("value.serializer", ByteArraySerializer.class);
        ProducerConfig config = new ProducerConfig(producer);
        assertThat(config.getPassword("ssl.keystore.password").value()).isEqualTo("s3cret:}");
        assertThat(config.getPassword("sasl.jaas.config").value())
                .isEqualTo("Module required password=\"s3cret:}\";");
    }

    @Test
    void aSecretWhoseFileIsMissingIsToldByItsPath() {
        Properties own = new Properties();
        own.setProperty("ssl.keystore.password", "${file:/nowhere/password}");
        Properties producer = cluster(own).producerProperties();
        producer.put("key.serializer", ByteArraySerializer.class);
        producer.put("value.serializer", ByteArraySerializer.class);

        assertThatThrownBy(() -> new ProducerConfig(producer))
                .hasMessageContaining("/nowhere/password")
                .hasMessageContaining("cannot be read");
    }

    @Test
    void theOperatorsOwnClientSettingsWinExceptForTheBrokers() {
        Properties own = new Properties();
        own.setProperty("security.protocol", "SSL");
        own.setProperty("linger.ms", "50");
        own.setProperty("bootstrap.servers", "elsewhere:9092");

        assertThat(cluster(own).producerProperties())
                .containsEntry("security.protocol", "SSL")
                .containsEntry("linger.ms", "50")
                .containsEntry("bootstrap.servers", "localhost:1");
    }

    @Test
    void sourcesReadOnForEverAndTravelWithTheJob() throws Exception {
        KafkaCluster cluster = cluster(new Properties());

        for (KafkaSource<?> source :
                List.of(
                        cluster.resumeSource("detect", List.of("samples")),
                        cluster.wholeSource("detect", "rules"))) {
            assertThat(source.getBoundedness()).isEqualTo(Boundedness.CONTINUOUS_UNBOUNDED);
            assertThat(InstantiationUtil.serializeObject(source)).isNotEmpty();
        }
        assertThat(InstantiationUtil.serializeObject(cluster.sink("windows"))).isNotEmpty();
    }

    private static KafkaCluster cluster(Properties clientProperties) {
        return new KafkaCluster("localhost:1", "hostpulse", clientProperties);
    }
}
