package io.hostpulse.stack.view;

import io.hostpulse.stack.client.PrometheusMetrics;
import io.hostpulse.stack.upgrade.Pipeline;
import io.hostpulse.stack.view.StackStatus.PipelineStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** What the job's metrics say of its pipelines and of the servers that it writes to. */
record JobMetrics(PrometheusMetrics metrics) {

    private static final String OPERATOR = "flink_taskmanager_job_task_operator_";

    /** Of a pipeline that keeps up some seconds at most. */
    private static final Duration FAR_BEHIND = Duration.ofSeconds(30);

    List<PipelineStatus> pipelines() {
        List<PipelineStatus> all = new ArrayList<>();
        for (Pipeline pipeline : Pipeline.values()) {
            String source =
                    "operator_name=\"Source:_" + pipeline.sourceName().replace(' ', '_') + "\"";
            OptionalDouble lag = metrics.values(OPERATOR + "currentEmitEventTimeLag", source).max();
            double[] records = metrics.values(OPERATOR + "pendingRecords", source).toArray();
            if (records.length > 0) {
                long behind = (long) Math.max(0, DoubleStream.of(records).sum());
                long lagMillis = behind == 0 ? 0 : (long) lag.orElse(0);
                all.add(new PipelineStatus(pipeline, behind, Duration.ofMillis(lagMillis)));
            }
        }
        return all;
    }

    void addProblems(Instant now, List<String> problems) {
        for (PipelineStatus each : pipelines()) {
            if (each.timeBehind().compareTo(FAR_BEHIND) > 0) {
                problems.add(
                        "The pipeline %s is %s behind, with %,d records to read: it catches up, or needs more than it has."
                                .formatted(
                                        each.pipeline().label(),
                                        Units.time(each.timeBehind()),
                                        each.recordsBehind()));
            }
        }
        addOutage(
                "elasticsearchAwaySinceMillis",
                "Elasticsearch takes no documents",
                "nothing is lost, and all is indexed when it does",
                now,
                problems);
        addOutage(
                "alertmanagerAwaySinceMillis",
                "Alertmanager takes no alerts",
                "they are sent again until it does",
                now,
                problems);
    }

    private void addOutage(
            String gauge, String problem, String consequence, Instant now, List<String> problems) {
        metrics.values(OPERATOR + "hostpulse_" + gauge, "")
                .filter(sinceMillis -> sinceMillis > 0)
                .min()
                .ifPresent(
                        sinceMillis ->
                                problems.add(
                                        "%s since %s: %s. `hostpulse logs taskmanager` says why."
                                                .formatted(
                                                        problem,
                                                        Units.time(
                                                                Duration.between(
                                                                        Instant.ofEpochMilli(
                                                                                (long) sinceMillis),
                                                                        now)),
                                                        consequence)));
    }
}
