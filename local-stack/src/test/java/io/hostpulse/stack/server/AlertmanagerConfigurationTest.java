package io.hostpulse.stack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.hostpulse.stack.SourceTree;
import io.hostpulse.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertmanagerConfigurationTest {

    @TempDir private Path directory;

    @Test
    void everythingGoesToTheOneReceiver() throws IOException {
        Path file = directory.resolve("some/alertmanager.yml");
        Path original =
                write(
                        """
                        global: {slack_api_url_file: /secret}
                        templates: ["*.tmpl"]
                        route:
                          receiver: slack
                          group_by: [host]
                          routes:
                            - {receiver: email, matchers: ['severity = "critical"']}
                            - routes: [{receiver: slack, matchers: ['a = "b"']}]
                        inhibit_rules: [{equal: [host]}]
                        receivers: [{name: slack}, {name: email}]
                        """);

        AlertmanagerConfiguration.write(
                AlertmanagerConfiguration.withReceiver(
                        original, AlertmanagerConfiguration.nobody()),
                file);

        JsonNode written = new YAMLMapper().readTree(file.toFile());
        assertThat(written.findValuesAsText("receiver")).containsOnly("nobody").hasSize(4);
        assertThat(written.path("receivers").findValuesAsText("name")).containsExactly("nobody");
        assertThat(written.at("/route/group_by/0").asText()).isEqualTo("host");
        assertThat(written.at("/route/routes/0/matchers/0").asText())
                .isEqualTo("severity = \"critical\"");
        assertThat(written.at("/inhibit_rules/0/equal/0").asText()).isEqualTo("host");
        assertThat(written.has("global")).isFalse();
        assertThat(written.has("templates")).isFalse();
    }

    @Test
    void theConfigurationForProductionTellsNobodyUntilItIsChanged() {
        Path shipped = SourceTree.current().alertmanagerConfiguration();

        JsonNode route =
                AlertmanagerConfiguration.withReceiver(shipped, AlertmanagerConfiguration.nobody())
                        .path("route");

        assertThat(shipped).content().contains("receiver: \"nobody\"");
        assertThat(route.path("group_by")).extracting(JsonNode::asText).contains("host");
    }

    @Test
    void whatIsNoConfigurationIsNamed() throws IOException {
        Path file = write("- just\n- a list\n");

        assertThatThrownBy(
                        () ->
                                AlertmanagerConfiguration.withReceiver(
                                        file, AlertmanagerConfiguration.nobody()))
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith(file + " is no configuration of Alertmanager");
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(directory.resolve("original.yml"), yaml);
    }
}
