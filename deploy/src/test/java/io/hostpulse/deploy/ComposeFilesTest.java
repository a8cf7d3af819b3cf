package io.hostpulse.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComposeFilesTest {

    private static final Pattern VARIABLE =
            Pattern.compile("(?<!\\$)\\$\\{([A-Z_]+)(:[-?][^}]*)?}");

    @ParameterizedTest
    @ValueSource(strings = {ComposeFiles.PLAIN, ComposeFiles.TLS})
    void areAsTheSpecificationSays(String file) throws IOException {
        ObjectNode specification;
        try (InputStream json = ComposeFilesTest.class.getResourceAsStream("compose-spec.json")) {
            specification = (ObjectNode) new ObjectMapper().readTree(json);
        }
        // a file's name, which the validator takes no identifier to be
        specification.remove("$id");
        JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(specification);

        assertThat(schema.validate(SourceFiles.yaml(file))).isEmpty();
        ObjectNode wrong = (ObjectNode) SourceFiles.yaml(file);
        ((ObjectNode) wrong.at("/services/kafka")).put("kettle", 1);
        assertThat(schema.validate(wrong)).hasSize(1);
    }

    @Test
    void imagesHaveTheVersionsThatTheBuildHas() {
        assertThat(
                        ComposeFiles.services(ComposeFiles.PLAIN).values().stream()
                                .map(service -> service.get("image").asText()))
                .contains(
                        "docker.io/apache/kafka:" + version("kafka"),
                        "docker.elastic.co/elasticsearch/elasticsearch:" + version("elasticsearch"),
                        "docker.elastic.co/kibana/kibana:" + version("elasticsearch"))
                .allMatch(image -> image.matches("[^:]+:v?[0-9][^:]*"))
                .filteredOn(image -> image.startsWith("hostpulse/"))
                .allMatch(image -> image.endsWith(":" + version("project")));
        assertThat(SourceFiles.read("deploy/docker/Dockerfile"))
                .contains("FROM docker.io/library/flink:" + version("flink") + "-java17");
    }

    @Test
    void everyServiceHasALimitAndMayNotGainRights() {
        everyNewService()
                .forEach(
                        (name, service) -> {
                            assertThat(service.at("/deploy/resources/limits").fieldNames())
                                    .toIterable()
                                    .as(name)
                                    .contains("cpus", "memory");
                            assertThat(SourceFiles.strings(service.path("security_opt")))
                                    .as(name)
                                    .contains("no-new-privileges:true");
                        });
    }

    @Test
    void whatRunsForLongIsStartedAgainAfterARebootAndSaysWhetherItIsWell() {
        ComposeFiles.services(ComposeFiles.PLAIN)
                .forEach(
                        (name, service) -> {
                            boolean isSetup = name.startsWith("setup-");
                            assertThat(service.get("restart").asText())
                                    .as(name)
                                    .isEqualTo(isSetup ? "on-failure" : "unless-stopped");
                            assertThat(service.has("healthcheck"))
                                    .as(name)
                                    .isEqualTo(!isSetup && !name.equals("simulator"));
                        });
    }

    @Test
    void portsAreBoundToLoopbackUnlessTheOperatorSaysOtherwise() {
        List<String> ports = new ArrayList<>();
        ComposeFiles.services(ComposeFiles.PLAIN)
                .values()
                .forEach(service -> ports.addAll(SourceFiles.strings(service.path("ports"))));

        assertThat(ports)
                .hasSize(7)
                .allMatch(
                        port ->
                                port.matches(
                                        "(127\\.0\\.0\\.1|\\$\\{HOSTPULSE_BIND_ADDRESS:-127\\.0\\.0\\.1})"
                                                + ":[0-9]+:[0-9]+"));
    }

    @Test
    void variablesAreInTheExampleAndSecretsHaveNoDefault() {
        Map<String, String> example = exampleVariables();
        Set<String> secretsThatStopTheStart = new TreeSet<>();
        for (String file : List.of(ComposeFiles.PLAIN, ComposeFiles.TLS)) {
            SourceFiles.texts(SourceFiles.yaml(file))
                    .flatMap(text -> VARIABLE.matcher(text).results())
                    .forEach(
                            variable -> {
                                String name = variable.group(1);
                                String modifier = variable.group(2);
                                if (modifier != null && modifier.startsWith(":?")) {
                                    secretsThatStopTheStart.add(name);
                                }
                                if (modifier == null || !modifier.startsWith(":-")) {
                                    assertThat(example).as(name).containsEntry(name, "");
                                }
                            });
        }
        assertThat(secretsThatStopTheStart)
                .containsExactlyInAnyOrder(
                        example.entrySet().stream()
                                .filter(it -> it.getValue().isEmpty())
                                .map(Map.Entry::getKey)
                                .toArray(String[]::new));
    }

    @Test
    void whatIsMountedDependedOnAndBuiltIsThere() {
        Map<String, JsonNode> plain = ComposeFiles.services(ComposeFiles.PLAIN);
        Set<String> known = new TreeSet<>(plain.keySet());
        known.addAll(ComposeFiles.services(ComposeFiles.TLS).keySet());
        for (String file : List.of(ComposeFiles.PLAIN, ComposeFiles.TLS)) {
            JsonNode whole = SourceFiles.yaml(file);
            ComposeFiles.services(file)
                    .forEach(
                            (name, service) -> {
                                service.path("depends_on")
                                        .fieldNames()
                                        .forEachRemaining(it -> assertThat(known).contains(it));
                                service.path("volumes")
                                        .forEach(volume -> requireSource(volume, whole));
                                if (service.has("build")) {
                                    assertThat(
                                                    SourceFiles.read(
                                                            service.at("/build/dockerfile")
                                                                    .asText()))
                                            .containsPattern(
                                                    " AS "
                                                            + service.at("/build/target").asText()
                                                            + "\n");
                                }
                            });
        }
    }

    @Test
    void theSecondFileChangesOnlyServicesOfTheFirstAndLeavesFlinksOtherSettings() {
        Set<String> added = new TreeSet<>(ComposeFiles.services(ComposeFiles.TLS).keySet());
        added.removeAll(ComposeFiles.services(ComposeFiles.PLAIN).keySet());

        assertThat(added).containsExactly("certificates");
        List<String> flink =
                ComposeFiles.services(ComposeFiles.PLAIN).keySet().stream()
                        .filter(service -> service.matches(".*-(job|task)manager"))
                        .toList();
        assertThat(flink).hasSize(6);
        for (String service : flink) {
            assertThat(ComposeFiles.environment(service, ComposeFiles.TLS).get("FLINK_PROPERTIES"))
                    .startsWith(
                            ComposeFiles.environment(service, ComposeFiles.PLAIN)
                                    .get("FLINK_PROPERTIES"));
        }
    }

    private static void requireSource(JsonNode volume, JsonNode file) {
        if (volume.isObject()) {
            if (volume.get("type").asText().equals("volume")) {
                assertThat(file.get("volumes").has(volume.get("source").asText())).isTrue();
            }
            return;
        }
        String source = volume.asText().split(":", 2)[0];
        if (source.startsWith("./")) {
            assertThat(Files.exists(SourceFiles.path(source))).as(source).isTrue();
        } else {
            assertThat(file.get("volumes").has(source)).as(source).isTrue();
        }
    }

    private static Map<String, JsonNode> everyNewService() {
        Map<String, JsonNode> services = ComposeFiles.services(ComposeFiles.PLAIN);
        services.put("certificates", ComposeFiles.services(ComposeFiles.TLS).get("certificates"));
        return services;
    }

    private static Map<String, String> exampleVariables() {
        Map<String, String> variables = new LinkedHashMap<>();
        Matcher lines =
                Pattern.compile("^([A-Z_]+)=(.*)$", Pattern.MULTILINE)
                        .matcher(SourceFiles.read(".env.example"));
        while (lines.find()) {
            variables.put(lines.group(1), lines.group(2));
        }
        return variables;
    }

    private static String version(String of) {
        return System.getProperty("version." + of);
    }
}
