package io.hostpulse.stack.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.stack.client.PrometheusMetricsText;
import io.hostpulse.stack.upgrade.Pipeline;
import io.hostpulse.stack.view.StackStatus.PipelineStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobMetricsTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_090);

    private static final String SHOWN =
            """
            # HELP flink_taskmanager_job_task_operator_pendingRecords pendingRecords (scope: x)
            # TYPE flink_taskmanager_job_task_operator_pendingRecords gauge
            flink_taskmanager_job_task_operator_pendingRecords{operator_name="Source:_Read_samples",subtask_index="0",} 5.0
            flink_taskmanager_job_task_operator_pendingRecords{operator_name="Source:_Read_samples",subtask_index="1",} 7.0
            flink_taskmanager_job_task_operator_pendingRecords{operator_name="Source:_Read_samples_to_index",} 0.0
            flink_taskmanager_job_task_operator_currentEmitEventTimeLag{operator_name="Source:_Read_samples",} 61000.0
            flink_taskmanager_job_task_operator_currentEmitEventTimeLag{operator_name="Source:_Read_samples_to_index",} 61000.0
            flink_taskmanager_job_task_operator_hostpulse_elasticsearchAwaySinceMillis{operator_name="Index",} 1.7E12
            flink_taskmanager_job_task_operator_hostpulse_alertmanagerAwaySinceMillis{operator_name="Notify",} 0.0
            jvm NaN
            """;

    private final JobMetrics metrics = new JobMetrics(PrometheusMetricsText.of(SHOWN));

    @Test
    void aPipelineIsAsFarBehindAsItsSourceHasToRead() {
        assertThat(metrics.pipelines())
                .containsExactly(
                        new PipelineStatus(Pipeline.DETECT, 12, Duration.ofSeconds(61)),
                        new PipelineStatus(Pipeline.INDEX, 0, Duration.ZERO));
    }

    @Test
    void whoIsFarBehindAndWhoTakesNothingAreTold() {
        List<String> problems = new ArrayList<>();

        metrics.addProblems(NOW, problems);

        assertThat(problems)
                .satisfiesExactly(
                        lag -> assertThat(lag).contains("detect is 1m 1s behind", "12 records"),
                        outage ->
                                assertThat(outage)
                                        .startsWith("Elasticsearch takes no documents since 1m 30s")
                                        .contains("hostpulse logs taskmanager"));
    }
}
