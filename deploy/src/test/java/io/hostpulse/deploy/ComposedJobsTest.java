package io.hostpulse.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each pipeline is a job of its own, with a JobManager and a TaskManager. */
class ComposedJobsTest {

    private static final List<String> PIPELINES = List.of("detect", "index", "notify");

    @TempDir private Path directory;

    @Test
    void eachPipelineIsRunByOneJob() {
        for (String file : List.of(ComposeFiles.PLAIN, ComposeFiles.TLS)) {
            Set<String> services = ComposeFiles.services(file).keySet();
            assertThat(services).filteredOn(it -> it.endsWith("-jobmanager")).hasSize(3);
            assertThat(services).filteredOn(it -> it.endsWith("-taskmanager")).hasSize(3);
            for (String pipeline : PIPELINES) {
                assertThat(ComposeFiles.jobCommand(file, pipeline))
                        .filteredOn(it -> it.startsWith("--pipelines"))
                        .containsExactly("--pipelines=" + pipeline);
            }
        }
    }

    @Test
    void eachHasStateAddressAndRestorePointOfItsOwn() {
        Set<String> ports = new TreeSet<>();
        for (String pipeline : PIPELINES) {
            String jobManager = pipeline + "-jobmanager";
            Map<String, String> environment =
                    ComposeFiles.environment(jobManager, ComposeFiles.PLAIN, ComposeFiles.TLS);
            assertThat(environment)
                    .containsEntry("HOSTPULSE_JOB_STATE", "/var/lib/hostpulse/flink/" + pipeline)
                    .containsEntry(
                            "HOSTPULSE_RESTORE",
                            "${HOSTPULSE_RESTORE_"
                                    + pipeline.toUpperCase(Locale.ROOT)
                                    + ":-newest}")
                    .containsEntry("JOB_MANAGER_RPC_ADDRESS", jobManager);
            assertThat(environment.get("FLINK_PROPERTIES")).doesNotContain("/var/lib/hostpulse");
            assertThat(
                            ComposeFiles.environment(
                                    pipeline + "-taskmanager",
                                    ComposeFiles.PLAIN,
                                    ComposeFiles.TLS))
                    .containsEntry("JOB_MANAGER_RPC_ADDRESS", jobManager);

            String port =
                    SourceFiles.strings(service(jobManager).get("ports")).get(0).split(":")[1];
            ports.add(port);
            assertThat(ComposeFiles.jobCommand(ComposeFiles.PLAIN, pipeline))
                    .contains("-Dweb.access-control-allow-origin=http://localhost:" + port);
            assertThat(ComposeFiles.jobCommand(ComposeFiles.TLS, pipeline))
                    .contains("-Dweb.access-control-allow-origin=https://localhost:" + port);
        }
        assertThat(ports).containsExactly("8081", "8082", "8083");
    }

    @Test
    void eachWaitsForWhatItNeedsAndNotForTheSinksOfOthers() {
        assertThat(whatIsWaitedForBy("detect-taskmanager"))
                .containsExactlyInAnyOrder("detect-jobmanager", "setup-kafka", "kafka");
        assertThat(whatIsWaitedForBy("notify-taskmanager"))
                .containsExactlyInAnyOrder("notify-jobmanager", "setup-kafka", "kafka");
        assertThat(whatIsWaitedForBy("index-taskmanager"))
                .containsExactlyInAnyOrder(
                        "index-jobmanager",
                        "setup-kafka",
                        "kafka",
                        "setup-elasticsearch",
                        "elasticsearch");
    }

    @Test
    void eachKnowsItsOwnSinkAlone() {
        for (String file : List.of(ComposeFiles.PLAIN, ComposeFiles.TLS)) {
            for (String pipeline : PIPELINES) {
                String command = ComposeFiles.jobCommand(file, pipeline).toString();
                assertThat(command.contains("elasticsearch")).isEqualTo(pipeline.equals("index"));
                assertThat(command.contains("alertmanager")).isEqualTo(pipeline.equals("notify"));
            }
        }
        ComposeFiles.services(ComposeFiles.PLAIN)
                .forEach(
                        (name, service) ->
                                assertThat(service.has("secrets"))
                                        .as(name)
                                        .isEqualTo(name.startsWith("index-")));
    }

    @Test
    void withTlsTheJobsAreTheSame() {
        for (String pipeline : PIPELINES) {
            assertThat(names(ComposeFiles.jobCommand(ComposeFiles.TLS, pipeline)))
                    .containsAll(names(ComposeFiles.jobCommand(ComposeFiles.PLAIN, pipeline)))
                    .contains("--kafka-config");
        }
    }

    /** They are the job's as soon as one comes that Flink does not know. */
    @Test
    void flinksOwnSettingsComeBeforeTheJobsOptions() {
        for (String file : List.of(ComposeFiles.PLAIN, ComposeFiles.TLS)) {
            for (String pipeline : PIPELINES) {
                assertThat(
                                ComposeFiles.jobCommand(file, pipeline).stream()
                                        .dropWhile(it -> it.startsWith("-D")))
                        .allMatch(it -> it.startsWith("--"));
            }
        }
    }

    @Test
    void flinkTakesTheSizesAndContainersHaveRoomForThem() {
        for (String file : List.of(ComposeFiles.PLAIN, ComposeFiles.TLS)) {
            Map<String, String> settings = flinkSettings(file, "detect-jobmanager");
            for (String pipeline : PIPELINES) {
                List<String> command = ComposeFiles.jobCommand(file, pipeline);
                assertThat(FlinkSizes.ofJobManager(directory, settings, command))
                        .containsEntry("jobmanager.memory.heap.size", 192L);
                // beside it the command flink, which takes 100 MiB
                assertThat(limit(pipeline + "-jobmanager"))
                        .isGreaterThanOrEqualTo(
                                mebibytes(settings.get("jobmanager.memory.process.size")) + 128);

                String taskManager = pipeline + "-taskmanager";
                List<String> arguments = arguments(taskManager);
                assertThat(
                                FlinkSizes.ofTaskManager(directory, settings, arguments)
                                        .get("taskmanager.memory.task.heap.size"))
                        .isGreaterThan(80);
                assertThat(limit(taskManager))
                        .isGreaterThanOrEqualTo(
                                mebibytes(value(arguments, "taskmanager.memory.process.size"))
                                        + 64);
                assertThat(value(command, "parallelism.default"))
                        .isEqualTo(value(arguments, "taskmanager.numberOfTaskSlots"));
            }
        }
        List<String> tooSmall = List.of("-Dtaskmanager.memory.process.size=400m");
        Map<String, String> settings = flinkSettings(ComposeFiles.PLAIN, "detect-taskmanager");
        assertThat(catchThrowable(() -> FlinkSizes.ofTaskManager(directory, settings, tooSmall)))
                .hasMessageContaining("IllegalConfigurationException");
    }

    @Test
    void aLineOfFlinksSettingsHasOneValueWithoutSpaces() {
        for (String file : List.of(ComposeFiles.PLAIN, ComposeFiles.TLS)) {
            for (String pipeline : PIPELINES) {
                for (String process : List.of("-jobmanager", "-taskmanager")) {
                    assertThat(
                                    ComposeFiles.environment(pipeline + process, file)
                                            .get("FLINK_PROPERTIES")
                                            .lines())
                            .hasSizeGreaterThan(10)
                            .allMatch(line -> line.matches("[a-z0-9.-]+: \\S+"));
                }
            }
        }
    }

    /** Services that have to run or to have run before, over all of theirs. */
    private static Set<String> whatIsWaitedForBy(String service) {
        Set<String> all = new TreeSet<>();
        service(service)
                .path("depends_on")
                .fieldNames()
                .forEachRemaining(
                        it -> {
                            all.add(it);
                            all.addAll(whatIsWaitedForBy(it));
                        });
        return all;
    }

    private static Map<String, String> flinkSettings(String file, String service) {
        Map<String, String> settings = new LinkedHashMap<>();
        ComposeFiles.environment(service, file)
                .get("FLINK_PROPERTIES")
                .lines()
                .map(line -> line.split(": ", 2))
                .forEach(it -> settings.put(it[0], it[1]));
        return settings;
    }

    private static List<String> arguments(String taskManager) {
        List<String> command = SourceFiles.strings(service(taskManager).get("command"));
        assertThat(command.get(0)).isEqualTo("taskmanager");
        return command.subList(1, command.size());
    }

    private static String value(List<String> arguments, String key) {
        String start = "-D" + key + "=";
        return arguments.stream()
                .filter(it -> it.startsWith(start))
                .findFirst()
                .orElseThrow(() -> new AssertionError(key + " is not among " + arguments))
                .substring(start.length());
    }

    private static List<String> names(List<String> options) {
        return options.stream().map(it -> it.split("=", 2)[0]).toList();
    }

    private static long limit(String service) {
        return mebibytes(service(service).at("/deploy/resources/limits/memory").asText());
    }

    private static long mebibytes(String size) {
        assertThat(size).matches("\\d+m");
        return Long.parseLong(size.substring(0, size.length() - 1));
    }

    private static JsonNode service(String name) {
        return ComposeFiles.services(ComposeFiles.PLAIN).get(name);
    }
}
