package io.hostpulse.job.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hostpulse.job.model.IndexedDocument;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sink in a running job, while the server comes and goes. */
class ElasticsearchOutageTest {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(1)
                            .build());

    private BulkServer server;

    @BeforeEach
    void startServer() throws Exception {
        server = new BulkServer();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void anOutageDelaysCheckpointsAndLosesNothing(@InjectMiniCluster MiniCluster cluster)
            throws Exception {
        JobClient job =
                index(
                        new ElasticsearchConfig(
                                ElasticsearchConnection.of(List.of(server.url())),
                                Compatibility.AUTO,
                                20,
                                1 << 20,
                                50));
        await().atMost(LONGEST_WAIT).until(() -> server.documents().size() > 50);

        server.goAway();
        int asked = server.bulks().size();
        await().atMost(LONGEST_WAIT).until(() -> server.bulks().size() > asked);
        CompletableFuture<String> checkpoint = cluster.triggerCheckpoint(job.getJobID());
        await().atMost(LONGEST_WAIT).until(() -> server.bulks().size() > asked + 5);
        int indexed = server.documents().size();
        assertThat(checkpoint).isNotDone();

        server.comeBack();
        assertThat(checkpoint.get(30, TimeUnit.SECONDS)).isNotEmpty();
        await().atMost(LONGEST_WAIT).until(() -> server.documents().size() > indexed + 50);

        assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.RUNNING);
        job.cancel().get(30, TimeUnit.SECONDS);
        server.close();
        int count = server.documents().size();
        assertThat(server.documents().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, count).mapToObj(String::valueOf).toList());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a flush that waits for the server, 1000, 50",
        "a task that waits for room in the bulk, 2, 3600000"
    })
    void aJobCanBeCancelledWhileTheServerIsAway(String waiting, int bulkDocuments, int flushMillis)
            throws Exception {
        server.goAway();
        JobClient job =
                index(
                        new ElasticsearchConfig(
                                ElasticsearchConnection.of(List.of(server.url())),
                                Compatibility.AUTO,
                                bulkDocuments,
                                1 << 20,
                                flushMillis));
        // by then the next attempt can be seconds away
        await().atMost(Duration.ofSeconds(60)).until(() -> server.bulks().size() >= 6);

        job.cancel().get(5, TimeUnit.SECONDS);

        await().atMost(Duration.ofSeconds(5))
                .until(() -> job.getJobStatus().get() == JobStatus.CANCELED);
    }

    private static JobClient index(ElasticsearchConfig config) throws Exception {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        new Configuration()
                                .set(RestartStrategyOptions.RESTART_STRATEGY, "disable"));
        environment.setParallelism(1);
        environment
                .fromSource(
                        new DataGeneratorSource<>(
                                number ->
                                        new IndexedDocument(
                                                "index", number.toString(), "{}".getBytes(UTF_8)),
                                Long.MAX_VALUE,
                                RateLimiterStrategy.perSecond(500),
                                Types.POJO(IndexedDocument.class)),
                        WatermarkStrategy.noWatermarks(),
                        "Documents")
                .sinkTo(new ElasticsearchDocumentSink(config, new Properties()));
        return environment.executeAsync();
    }
}
