package io.hostpulse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What launchers and deployments set may stand in the environment of an agent. */
class ProjectVariablesTest {

    private static final Pattern VARIABLE = Pattern.compile("HOSTPULSE_[A-Z0-9]+(?:_[A-Z0-9]+)*");

    private static final List<Path> FILES =
            List.of(
                    Path.of("../deploy"),
                    Path.of("../docker-compose.yml"),
                    Path.of("../.env.example"),
                    Path.of("../hostpulse"),
                    Path.of("src/main/dist"));

    @Test
    void noVariableOfTheProjectKeepsTheAgentFromStarting() throws IOException {
        Map<String, String> variables = new TreeMap<>();
        for (Path place : FILES) {
            try (Stream<Path> files = Files.walk(place)) {
                for (Path file : files.filter(ProjectVariablesTest::isSource).toList()) {
                    VARIABLE.matcher(Files.readString(file))
                            .results()
                            .forEach(match -> variables.put(match.group(), "wrong"));
                }
            }
        }

        InvalidConfigException refused =
                catchThrowableOfType(
                        InvalidConfigException.class,
                        () ->
                                TestConfig.source(variables, "--config=src/main/dist/agent.yaml")
                                        .read());

        assertThat(variables).containsKeys("HOSTPULSE_JAVA_OPTS", "HOSTPULSE_RESTORE");
        assertThat(refused.problems()).noneMatch(problem -> problem.contains("is not a setting"));
    }

    private static boolean isSource(Path file) {
        String path = file.toString();
        return Files.isRegularFile(file)
                && !path.contains("/target/")
                && !path.contains("/src/test/");
    }
}
