package io.hostpulse.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.stack.client.KafkaTopics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** The users of Kafka in Kubernetes have the rights that docs/operations.md says they need. */
class KafkaUsersTest {

    /** There the jobs share out between them what one user has where all are one job. */
    private static final Map<String, List<String>> IN_KUBERNETES =
            Map.of(
                    "agent-web-1", List.of("hostpulse-agent"),
                    "job", List.of("hostpulse-detect", "hostpulse-index", "hostpulse-notify"),
                    "operator", List.of("hostpulse-operator"));

    private static final Pattern COMMANDS =
            Pattern.compile("### Rights and quotas in Kafka\\n```sh\\n(.*?)```", Pattern.DOTALL);

    private static final Pattern USER = Pattern.compile("--allow-principal User:(\\S+)");
    private static final Pattern TOPIC = Pattern.compile("--topic (\\S+)");
    private static final Pattern OPERATION = Pattern.compile("--operation (\\S+)");

    /** Everything that the command line makes. */
    private static final Set<String> TOPICS = new TreeSet<>();

    static {
        new KafkaTopics(1, (short) 1).all().stream().map(NewTopic::name).forEach(TOPICS::add);
    }

    @Test
    void eachHasTheRightsThatAreDocumentedAndWritesNothingElse() throws Exception {
        Map<String, Set<String>> documented = documentedRights();
        Map<String, Set<String>> filed = filedRights();

        assertThat(documented).containsOnlyKeys(IN_KUBERNETES.keySet());
        documented.forEach(
                (user, rights) -> {
                    Set<String> itsRights = new TreeSet<>();
                    IN_KUBERNETES.get(user).forEach(it -> itsRights.addAll(filed.get(it)));
                    assertThat(itsRights).as(user).containsAll(rights);
                    assertThat(itsRights)
                            .filteredOn(right -> right.startsWith("Write"))
                            .as(user)
                            .allMatch(rights::contains);
                });
    }

    @Test
    void aJobHasTheRightsOfItsPipelineAlone() {
        Map<String, Set<String>> filed = filedRights();

        assertThat(filed.get("hostpulse-detect"))
                .contains("Write hostpulse.alerts", "Read hostpulse.rules")
                .doesNotContain("Read hostpulse.windows", "Read hostpulse.dead-letters");
        assertThat(filed.get("hostpulse-index"))
                .filteredOn(right -> right.startsWith("Write"))
                .containsExactly("Write hostpulse.dead-letters");
        assertThat(filed.get("hostpulse-notify"))
                .containsExactly("Describe hostpulse.alerts", "Read hostpulse.alerts");
    }

    /** By user, such as {@code Read hostpulse.rules}: what the commands give if they are run. */
    private static Map<String, Set<String>> documentedRights() throws Exception {
        Matcher commands = COMMANDS.matcher(SourceFiles.read("docs/operations.md"));
        assertThat(commands.find()).isTrue();
        String printing =
                commands.group(1).replaceFirst("(?m)^kafka\\(\\).*$", "kafka() { echo \"\\$@\"; }");
        Process bash =
                new ProcessBuilder("bash", "-euc", printing).redirectErrorStream(true).start();
        String printed = new String(bash.getInputStream().readAllBytes(), UTF_8);
        assertThat(bash.waitFor()).as(printed).isZero();

        Map<String, Set<String>> rights = new TreeMap<>();
        for (String line : printed.lines().filter(TOPIC.asPredicate()).toList()) {
            rights.computeIfAbsent(find(USER, line), user -> new TreeSet<>())
                    .add(find(OPERATION, line) + " " + find(TOPIC, line));
        }
        return rights;
    }

    private static Map<String, Set<String>> filedRights() {
        Map<String, Set<String>> rights = new TreeMap<>();
        for (JsonNode user :
                SourceFiles.documents(
                        SourceFiles.read("deploy/kubernetes/base/kafka/users.yaml"))) {
            Set<String> itsRights = new TreeSet<>();
            for (JsonNode rule : user.at("/spec/authorization/acls")) {
                JsonNode resource = rule.get("resource");
                if (resource.get("type").asText().equals("topic")) {
                    for (String operation : SourceFiles.strings(rule.get("operations"))) {
                        TOPICS.stream()
                                .filter(topic -> isMeant(resource, topic))
                                .forEach(topic -> itsRights.add(operation + " " + topic));
                    }
                }
            }
            rights.put(user.at("/metadata/name").asText(), itsRights);
        }
        return rights;
    }

    private static boolean isMeant(JsonNode resource, String topic) {
        String name = resource.get("name").asText();
        return resource.get("patternType").asText().equals("prefix")
                ? topic.startsWith(name)
                : topic.equals(name);
    }

    private static String find(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        assertThat(matcher.find()).as(line).isTrue();
        return matcher.group(1);
    }
}
