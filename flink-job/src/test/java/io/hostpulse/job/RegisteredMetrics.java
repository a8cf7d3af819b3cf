package io.hostpulse.job;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.metrics.groups.TaskManagerMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.metrics.util.TestingMetricRegistry;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;

/** What a metrics reporter would see of the operator under test. */
public final class RegisteredMetrics {

    private final Map<String, Metric> metrics = new ConcurrentHashMap<>();
    private final TaskMetricGroup taskGroup =
            TaskManagerMetricGroup.createTaskManagerMetricGroup(
                            TestingMetricRegistry.builder()
                                    .setRegisterConsumer(
                                            (metric, name, group) ->
                                                    metrics.put(
                                                            group.getMetricIdentifier(name),
                                                            metric))
                                    .build(),
                            "localhost",
                            ResourceID.generate())
                    .addJob(new JobID(), "job")
                    .addTask(ExecutionAttemptID.randomId(), "task");

    /** An environment for operator harnesses that registers its metrics here. */
    public MockEnvironment environment() {
        return new MockEnvironmentBuilder().setMetricGroup(taskGroup).build();
    }

    /** The counter whose full name ends in {@code name}. */
    public long count(String name) {
        return ((Counter) find(name)).getCount();
    }

    /** The value of the gauge whose full name ends in {@code name}. */
    public Object gauge(String name) {
        return ((Gauge<?>) find(name)).getValue();
    }

    /** What the histogram whose full name ends in {@code name} has seen. */
    public HistogramStatistics histogram(String name) {
        return ((Histogram) find(name)).getStatistics();
    }

    private Metric find(String name) {
        List<Metric> found =
                metrics.entrySet().stream()
                        .filter(metric -> metric.getKey().endsWith("." + name))
                        .map(Map.Entry::getValue)
                        .toList();
        if (found.size() != 1) {
            throw new AssertionError(
                    found.size() + " metrics are called " + name + " of " + metrics.keySet());
        }
        return found.get(0);
    }
}
