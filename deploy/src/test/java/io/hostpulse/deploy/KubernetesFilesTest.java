package io.hostpulse.deploy;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.hostpulse.stack.client.KafkaTopics;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesFilesTest {

    /** What each kind is read as; every field has to be one of the model. */
    private static final Map<String, Class<?>> MODELS =
            Map.ofEntries(
                    model("v1", Namespace.class),
                    model("v1", ConfigMap.class),
                    model("v1", Secret.class),
                    model("v1", Service.class),
                    model("v1", ServiceAccount.class),
                    model("apps/v1", DaemonSet.class),
                    model("apps/v1", StatefulSet.class),
                    model("batch/v1", Job.class),
                    model("networking.k8s.io/v1", NetworkPolicy.class),
                    model("policy/v1", PodDisruptionBudget.class),
                    model("rbac.authorization.k8s.io/v1", Role.class),
                    model("rbac.authorization.k8s.io/v1", RoleBinding.class),
                    model("kafka.strimzi.io/v1", Kafka.class),
                    model("kafka.strimzi.io/v1", KafkaNodePool.class),
                    model("kafka.strimzi.io/v1", KafkaTopic.class),
                    model("kafka.strimzi.io/v1", KafkaUser.class),
                    model("flink.apache.org/v1beta1", FlinkDeployment.class));

    /** No model of these can be had: they are not checked beyond this. */
    private static final Set<String> WITHOUT_MODEL =
            Set.of(
                    "elasticsearch.k8s.elastic.co/v1 Elasticsearch",
                    "kibana.k8s.elastic.co/v1 Kibana",
                    "monitoring.coreos.com/v1 PodMonitor",
                    "monitoring.coreos.com/v1 ServiceMonitor");

    /** Made by operators, or by hand as the README says. */
    private static final Set<String> SECRETS_OF_OTHERS =
            Set.of(
                    "hostpulse-cluster-ca-cert",
                    "hostpulse-es-http-certs-public",
                    "hostpulse-es-elastic-user",
                    "hostpulse-kb-http-certs-public",
                    "hostpulse-job-elasticsearch",
                    "hostpulse-object-storage",
                    "alertmanager-receivers");

    /** Models keep what they do not know; here it is an error. */
    private static final ObjectMapper STRICT =
            new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .setAnnotationIntrospector(
                            new JacksonAnnotationIntrospector() {
                                private static final long serialVersionUID = 1L;

                                @Override
                                public Boolean hasAnySetter(Annotated member) {
                                    return false;
                                }
                            });

    @ParameterizedTest
    @ValueSource(strings = {"hosts-100", "hosts-10000"})
    void everyFieldIsOneThatItsKindHas(String overlay) throws IOException {
        List<JsonNode> resources = KubernetesFiles.build(overlay);

        assertThat(resources).hasSizeGreaterThan(30);
        for (JsonNode resource : resources) {
            String kind = kindOf(resource);
            if (!WITHOUT_MODEL.contains(kind)) {
                assertThat(MODELS).containsKey(kind);
                STRICT.treeToValue(resource, MODELS.get(kind));
            }
        }
    }

    @Test
    void aFieldThatAKindDoesNotHaveIsFound() {
        for (String kind : List.of("kafka.strimzi.io/v1 Kafka", "apps/v1 DaemonSet")) {
            JsonNode wrong = SourceFiles.documents("metadata: {name: x}\nspec: {kettle: 1}").get(0);
            assertThat(catchThrowable(() -> STRICT.treeToValue(wrong, MODELS.get(kind))))
                    .as(kind)
                    .hasMessageContaining("kettle");
        }
    }

    @Test
    void everyFileIsPartOfAKustomization() throws IOException {
        Path root = SourceFiles.path("deploy/kubernetes");
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(it -> it.endsWith("kustomization.yaml")).toList()) {
                JsonNode kustomization =
                        SourceFiles.yaml(SourceFiles.ROOT.relativize(file).toString());
                for (String resource : SourceFiles.strings(kustomization.get("resources"))) {
                    assertThat(file.resolveSibling(resource)).as(file.toString()).exists();
                }
            }
        }
        Set<String> listed =
                new TreeSet<>(
                        SourceFiles.strings(
                                SourceFiles.yaml("deploy/kubernetes/base/kustomization.yaml")
                                        .get("resources")));
        try (Stream<Path> files = Files.walk(root.resolve("base"))) {
            assertThat(
                            files.filter(it -> it.toString().endsWith(".yaml"))
                                    .map(it -> root.resolve("base").relativize(it).toString())
                                    .filter(it -> !it.equals("kustomization.yaml")))
                    .allMatch(listed::contains);
        }
    }

    @Test
    void topicsAreThoseOfTheCommandLine() {
        Map<String, NewTopic> wanted =
                new KafkaTopics(12, (short) 3)
                        .all().stream().collect(toMap(NewTopic::name, it -> it));
        Map<String, JsonNode> filed = new HashMap<>();
        for (JsonNode topic :
                SourceFiles.documents(
                        SourceFiles.read("deploy/kubernetes/base/kafka/topics.yaml"))) {
            filed.put(topic.at("/metadata/name").asText(), topic.get("spec"));
        }

        assertThat(filed).containsOnlyKeys(wanted.keySet());
        wanted.forEach(
                (name, topic) -> {
                    JsonNode spec = filed.get(name);
                    assertThat(spec.get("partitions").asInt()).isEqualTo(topic.numPartitions());
                    assertThat(spec.get("replicas").asInt()).isEqualTo(topic.replicationFactor());
                    Map<String, String> settings = new HashMap<>();
                    spec.get("config")
                            .properties()
                            .forEach(it -> settings.put(it.getKey(), it.getValue().asText()));
                    assertThat(settings).isEqualTo(topic.configs());
                });
    }

    @Test
    void secretsAndVolumesThatArePutToUseComeFromSomewhere() {
        List<JsonNode> resources = KubernetesFiles.build("hosts-100");
        Set<String> known = new TreeSet<>(SECRETS_OF_OTHERS);
        resources.stream()
                .filter(it -> Set.of("Secret", "KafkaUser").contains(it.get("kind").asText()))
                .forEach(it -> known.add(it.at("/metadata/name").asText()));

        Set<String> used = new TreeSet<>();
        for (JsonNode resource : resources) {
            resource.findValues("secretName").forEach(it -> used.add(it.asText()));
            Stream.of("secret", "secretKeyRef")
                    .flatMap(key -> resource.findValues(key).stream())
                    .filter(it -> it.has("name"))
                    .forEach(it -> used.add(it.get("name").asText()));
            for (JsonNode pod : resource.findParents("containers")) {
                Set<String> volumes = new TreeSet<>(pod.path("volumes").findValuesAsText("name"));
                resource.at("/spec/volumeClaimTemplates")
                        .forEach(it -> volumes.add(it.at("/metadata/name").asText()));
                pod.get("containers")
                        .forEach(
                                container ->
                                        container
                                                .path("volumeMounts")
                                                .forEach(
                                                        it ->
                                                                assertThat(volumes)
                                                                        .contains(
                                                                                it.get("name")
                                                                                        .asText())));
            }
        }
        assertThat(used).isNotEmpty().isSubsetOf(known);
    }

    @Test
    void versionsAreThoseOfTheBuild() {
        String flink =
                System.getProperty("version.flink").replaceFirst("^(\\d+)\\.(\\d+)\\..*", "v$1_$2");
        for (JsonNode resource : KubernetesFiles.build("hosts-100")) {
            switch (resource.get("kind").asText()) {
                case "FlinkDeployment" -> {
                    assertThat(resource.at("/spec/flinkVersion").asText()).isEqualTo(flink);
                    assertThat(resource.at("/spec/image").asText())
                            .isEqualTo(
                                    "hostpulse/flink-job:" + System.getProperty("version.project"));
                }
                case "Elasticsearch", "Kibana" ->
                        assertThat(resource.at("/spec/version").asText())
                                .isEqualTo(System.getProperty("version.elasticsearch"));
                default -> {}
            }
        }
    }

    private static String kindOf(JsonNode resource) {
        return resource.get("apiVersion").asText() + " " + resource.get("kind").asText();
    }

    private static Map.Entry<String, Class<?>> model(String apiVersion, Class<?> kind) {
        return Map.entry(apiVersion + " " + kind.getSimpleName(), kind);
    }
}
