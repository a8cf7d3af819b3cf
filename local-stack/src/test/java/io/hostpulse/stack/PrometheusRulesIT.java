package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hostpulse.stack.process.ShortCommand;
import io.hostpulse.stack.server.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code deploy/prometheus} holds is good for the real program. */
class PrometheusRulesIT {

    private static final Path DEPLOYED = SourceTree.current().prometheusConfiguration();

    @TempDir private Path directory;
    private Path promtool;

    @BeforeEach
    void find() {
        Optional<Path> found = SearchPath.ofEnvironment().find("promtool");
        assumeTrue(found.isPresent(), "prometheus is not installed");
        promtool = found.get();
    }

    @Test
    void theConfigurationIsValidWithItsRules() throws IOException {
        assertThat(promtool("check", "config", DEPLOYED.resolve("prometheus.yml")))
                .contains("1 rule files found", "16 rules found")
                .doesNotContain("FAILED");
    }

    @Test
    void eachRuleTellsOfWhatItIsForAndOfNothingElse() throws IOException {
        assertThat(promtool("test", "rules", DEPLOYED.resolve("hostpulse-rules-test.yaml")))
                .contains("SUCCESS")
                .doesNotContain("FAILED");
    }

    private String promtool(String first, String second, Path file) throws IOException {
        Path output = directory.resolve("promtool.out");
        List<String> command = new ArrayList<>(List.of(promtool.toString(), first, second));
        command.add(file.toString());
        ShortCommand.run(command, output);
        return Files.readString(output);
    }
}
