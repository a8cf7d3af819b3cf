package io.hostpulse.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import io.hostpulse.job.JobConfig.PipelineName;
import io.hostpulse.job.JobConfig.StateBackend;
import io.hostpulse.job.document.SampleSelection;
import io.hostpulse.job.window.WindowSpec;
import io.hostpulse.wire.proto.Dimension;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.StateBackendOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.ParameterException;

class JobConfigTest {

    @Test
    void needsToKnowNothingButKafka() throws IOException {
        JobConfig config = JobConfig.parse("--bootstrap-servers", "kafka:9092");

        assertThat(config.bootstrapServers()).isEqualTo("kafka:9092");
        assertThat(config.kafkaProperties()).isEmpty();
        assertThat(config.elasticsearch().connection().urls())
                .containsExactly(URI.create("http://localhost:9200"));
        assertThat(config.pipelines())
                .containsExactlyInAnyOrder(PipelineName.DETECT, PipelineName.INDEX);
        assertThat(config.groupId()).isEqualTo("hostpulse");
        assertThat(config.windows())
                .extracting(WindowSpec::name)
                .containsExactly("1m", "5m", "1h", "30s");
        assertThat(config.allowedLateness()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.windowGrace()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.checkpointInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.stateBackend()).isEqualTo(StateBackend.HASHMAP);
    }

    @Test
    void documentsOfSamplesAreChosenByKind() {
        assertThat(
                        JobConfig.parse(
                                        "--bootstrap-servers=kafka:9092",
                                        "--sample-documents=process=6,CORE=0")
                                .sampleDocuments())
                .hasToString(
                        SampleSelection.ofDefaults()
                                .with(Map.of(Dimension.PROCESS, 6, Dimension.CORE, 0))
                                .toString());
        for (String wrong : List.of("kettle=3", "core=-1", "core=x", "core", "unrecognized=1")) {
            assertThatExceptionOfType(ParameterException.class)
                    .as(wrong)
                    .isThrownBy(
                            () ->
                                    JobConfig.parse(
                                            "--bootstrap-servers=kafka:9092",
                                            "--sample-documents=" + wrong))
                    .withMessageContaining("--sample-documents");
        }
    }

    @Test
    void notifiesWhereThereIsAnAlertmanager() {
        assertThat(
                        JobConfig.parse(
                                        "--bootstrap-servers=kafka:9092",
                                        "--alertmanager=http://localhost:9093")
                                .pipelines())
                .containsExactlyInAnyOrder(PipelineName.values());
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(
                        () ->
                                JobConfig.parse(
                                        "--bootstrap-servers=kafka:9092", "--pipelines=notify"))
                .withMessageContaining("--alertmanager");
    }

    @Test
    void everyOptionCanBeSet(@TempDir Path folder) throws IOException {
        Path kafka = Files.writeString(folder.resolve("kafka.properties"), "security.protocol=SSL");

        JobConfig config =
                JobConfig.parse(
                        "--bootstrap-servers=kafka-1:9092,kafka-2:9092",
                        "--kafka-config=" + kafka,
                        "--elasticsearch=https://es-1:9200,https://es-2:9200",
                        "--pipelines=index",
                        "--group-id=test",
                        "--windows=5m,1m/20s",
                        "--allowed-lateness=5m",
                        "--window-grace=500ms",
                        "--checkpoint-interval=30s",
                        "--state-backend=rocksdb");

        assertThat(config.bootstrapServers()).isEqualTo("kafka-1:9092,kafka-2:9092");
        assertThat(config.kafkaProperties()).containsExactly(entry("security.protocol", "SSL"));
        assertThat(config.elasticsearch().connection().urls())
                .containsExactly(URI.create("https://es-1:9200"), URI.create("https://es-2:9200"));
        assertThat(config.pipelines()).containsExactly(PipelineName.INDEX);
        assertThat(config.groupId()).isEqualTo("test");
        assertThat(config.windows())
                .containsExactly(WindowSpec.parse("5m"), WindowSpec.parse("1m/20s"));
        assertThat(config.allowedLateness()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.windowGrace()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.checkpointInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.stateBackend()).isEqualTo(StateBackend.ROCKSDB);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--windows; 1x",
                "--windows; 30s/7s",
                "--windows; 0s",
                "--allowed-lateness; soon",
                "--window-grace; -1s",
                "--checkpoint-interval; 10",
                "--state-backend; disk",
                "--pipelines; notify-all",
                "--elasticsearch; http://a b"
            })
    void aBadValueIsAnErrorThatSaysWhichOptionAndWhichValue(String option, String value) {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(
                        () -> JobConfig.parse("--bootstrap-servers", "kafka:9092", option, value))
                .withMessageContaining(option)
                .withMessageContaining(value);
    }

    @Test
    void anUnknownOptionIsAnErrorThatNamesIt() {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(
                        () ->
                                JobConfig.parse(
                                        "--bootstrap-servers", "kafka:9092", "--window", "1m"))
                .withMessageContaining("--window");
    }

    @Test
    void withoutKafkaThereIsNoJob() {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(JobConfig::parse)
                .withMessageContaining("--bootstrap-servers");
    }

    @Test
    void valuesThatWouldFailLaterAreRefusedAtOnce() {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(
                        () ->
                                JobConfig.parse(
                                        "--bootstrap-servers=kafka:9092",
                                        "--checkpoint-interval=0s"))
                .withMessageContaining("--checkpoint-interval")
                .withMessageContaining("100ms");
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(
                        () ->
                                JobConfig.parse(
                                        "--bootstrap-servers=kafka:9092",
                                        "--elasticsearch=http://search:9200/?q=1"))
                .withMessageContaining("--elasticsearch")
                .withMessageContaining("http://search:9200/?q=1");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        JobConfig config =
                JobConfig.parse("--bootstrap-servers", "kafka:9092", "--kafka-config", "absent");

        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(config::kafkaProperties)
                .withMessage("absent");
    }

    @Test
    void whatFlinkHasToKnowReachesFlink() {
        Configuration flink =
                JobDefaults.of(
                        JobConfig.parse(
                                "--bootstrap-servers=kafka:9092",
                                "--checkpoint-interval=30s",
                                "--state-backend=rocksdb"));

        assertThat(flink.get(CheckpointingOptions.CHECKPOINTING_INTERVAL))
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(flink.get(CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION))
                .isEqualTo(ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        assertThat(flink.get(StateBackendOptions.STATE_BACKEND)).isEqualTo("rocksdb");
        assertThat(
                        JobDefaults.of(JobConfig.parse("--bootstrap-servers=kafka:9092"))
                                .get(StateBackendOptions.STATE_BACKEND))
                .isEqualTo("hashmap");
    }
}
