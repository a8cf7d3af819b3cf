package io.hostpulse.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each pipeline is a job of its own. */
class KubernetesJobsTest {

    private static final List<String> PIPELINES = List.of("detect", "index", "notify");

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"hosts-100", "hosts-10000"})
    void eachPipelineIsAJobWithStateAndAUserOfItsOwn(String overlay) {
        Map<String, JsonNode> jobs = KubernetesFiles.jobs(overlay);

        assertThat(jobs)
                .containsOnlyKeys("hostpulse-detect", "hostpulse-index", "hostpulse-notify");
        for (String pipeline : PIPELINES) {
            JsonNode job = jobs.get("hostpulse-" + pipeline);
            assertThat(SourceFiles.strings(job.at("/job/args")))
                    .filteredOn(it -> it.startsWith("--pipelines"))
                    .containsExactly("--pipelines=" + pipeline);
            for (String directory :
                    List.of(
                            "high-availability.storageDir",
                            "execution.checkpointing.dir",
                            "execution.checkpointing.savepoint-dir")) {
                assertThat(job.get("flinkConfiguration").get(directory).asText())
                        .startsWith("s3://hostpulse-flink/" + pipeline + "/");
            }
            assertThat(kafkaUser(job)).isEqualTo("hostpulse-" + pipeline);
        }
    }

    @Test
    void eachKnowsItsOwnSinkAlone() {
        KubernetesFiles.jobs("hosts-10000")
                .forEach(
                        (name, job) -> {
                            String all = job.toString();
                            assertThat(all.contains("elasticsearch"))
                                    .as(name)
                                    .isEqualTo(name.equals("hostpulse-index"));
                            assertThat(all.contains("alertmanager"))
                                    .as(name)
                                    .isEqualTo(name.equals("hostpulse-notify"));
                        });
        assertThat(jobsThatReach("elasticsearch")).containsExactly("hostpulse-index");
        assertThat(jobsThatReach("alertmanager")).containsExactly("hostpulse-notify");
    }

    @Test
    void eachHasItsPolicyAndItsDisruptionBudgets() {
        Set<String> wanted = new TreeSet<>();
        for (String pipeline : PIPELINES) {
            assertThat(jobsThatReach(pipeline)).containsExactly("hostpulse-" + pipeline);
            for (String component : List.of("jobmanager", "taskmanager")) {
                wanted.add("hostpulse-" + pipeline + " " + component);
            }
        }
        Stream<JsonNode> budgets =
                KubernetesFiles.build("hosts-10000").stream()
                        .filter(it -> it.get("kind").asText().equals("PodDisruptionBudget"))
                        .map(it -> it.at("/spec/selector/matchLabels"));

        assertThat(budgets.map(it -> it.get("app").asText() + " " + it.get("component").asText()))
                .containsExactlyInAnyOrderElementsOf(wanted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hosts-100", "hosts-10000"})
    void flinkTakesTheSizesAndHasManagedMemoryWhereStateIsInRocksDb(String overlay) {
        KubernetesFiles.jobs(overlay)
                .forEach(
                        (name, job) -> {
                            Map<String, String> settings = settings(job);
                            assertThat(
                                            FlinkSizes.ofJobManager(directory, settings, List.of())
                                                    .get("jobmanager.memory.heap.size"))
                                    .as(name)
                                    .isGreaterThanOrEqualTo(192);
                            Map<String, Long> sizes =
                                    FlinkSizes.ofTaskManager(directory, settings, List.of());
                            assertThat(sizes.get("taskmanager.memory.task.heap.size"))
                                    .as(name)
                                    .isGreaterThanOrEqualTo(256);
                            boolean inRocksDb = job.toString().contains("--state-backend=rocksdb");
                            long slots =
                                    Long.parseLong(settings.get("taskmanager.numberOfTaskSlots"));
                            if (inRocksDb) {
                                assertThat(sizes.get("taskmanager.memory.managed.size"))
                                        .isGreaterThanOrEqualTo(64 * slots);
                            } else {
                                assertThat(sizes.get("taskmanager.memory.managed.size")).isZero();
                            }
                        });
    }

    /** As the operator passes them on. */
    private static Map<String, String> settings(JsonNode job) {
        Map<String, String> settings = new LinkedHashMap<>();
        job.get("flinkConfiguration")
                .properties()
                .forEach(it -> settings.put(it.getKey(), it.getValue().asText()));
        settings.put(
                "jobmanager.memory.process.size", job.at("/jobManager/resource/memory").asText());
        settings.put(
                "taskmanager.memory.process.size", job.at("/taskManager/resource/memory").asText());
        return settings;
    }

    private static String kafkaUser(JsonNode job) {
        for (JsonNode volume : job.at("/podTemplate/spec/volumes")) {
            if (volume.get("name").asText().equals("certificates")) {
                return volume.at("/projected/sources/1/secret/name").asText();
            }
        }
        throw new AssertionError("no certificates in " + job);
    }

    /** Jobs whose pods a network policy lets in. */
    private static Set<String> jobsThatReach(String policy) {
        Set<String> jobs = new TreeSet<>();
        KubernetesFiles.build("hosts-10000").stream()
                .filter(it -> it.get("kind").asText().equals("NetworkPolicy"))
                .filter(it -> it.at("/metadata/name").asText().equals(policy))
                .flatMap(it -> it.at("/spec/ingress").findValues("podSelector").stream())
                .map(it -> it.at("/matchLabels/app").asText())
                .filter(app -> !app.isEmpty())
                .forEach(jobs::add);
        return jobs;
    }
}
