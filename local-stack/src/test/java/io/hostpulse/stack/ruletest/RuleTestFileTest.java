package io.hostpulse.stack.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.stack.rule.RuleFileProblem;
import io.hostpulse.wire.rule.ComputedWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleTestFileTest {

    private static final String RULE =
            """
            {id: busy, name: Busy, severity: warning,
             when: {metric: system.cpu.total.norm.pct, above: 0.9}}
            """;

    @TempDir private Path directory;

    @Test
    void whatCanOnlyBeMeantNeedNotBeNamed() throws IOException {
        RuleTestFile file =
                read(
                        """
                        rules: [rules.yaml]
                        tests:
                          - name: busy
                            series: [{metric: system.cpu.total.norm.pct, values: 0.95x3}]
                            alerts: [{at: 1m, state: firing}]
                        """);

        assertThat(file.problems()).isEmpty();
        RuleTest test = file.tests().get(0);
        assertThat(test.line()).isEqualTo(3);
        assertThat(test.hosts()).extracting(TestedHost::id).containsExactly("host-1");
        assertThat(test.alerts().get(0).change().ruleId()).isEqualTo("busy");
        assertThat(test.alerts().get(0).change().hostId()).isEqualTo("host-1");
        assertThat(test.end()).as("the last that is expected").isEqualTo(Duration.ofMinutes(1));
        assertThat(TestSamples.of(test)).hasSize(3);
    }

    @Test
    void aHostWithoutAnyValueSendsNoSample() throws IOException {
        RuleTestFile file =
                read(
                        """
                        rules: [rules.yaml]
                        tests:
                          - name: silent
                            series:
                              - {metric: system.cpu.total.norm.pct, values: 0.95 _ _ 0.95}
                              - {metric: system.load.1, values: 1 1}
                        """);

        assertThat(TestSamples.of(file.tests().get(0)))
                .extracting(each -> each.sample().getAgent().getSequence())
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void allThatIsWrongIsSaidWithItsLine() throws IOException {
        RuleTestFile file =
                read(
                        """
                        rules: [rules.yaml]
                        tests:
                          - name: wrong
                            rule: lazy
                            series:
                              - {metric: system.cpu.totl.norm.pct, values: 0.95x3}
                              - {metric: system.cpu.total.norm.pct, values: 95x3}
                              - {metric: system.filesystem.used.pct, values: 0.5x3}
                              - {metric: hostpulse.agent.senders, values: 2x3}
                            alerts:
                              - {at: soon, state: firing}
                              - {at: 1m, state: burning}
                              - {at: 1m, state: firing, host: other}
                        """);

        assertThat(file.problems())
                .extracting(RuleFileProblem::line)
                .containsExactly(4, 6, 7, 8, 9, 11, 12, 13);
        assertThat(file.problems().get(1).toString())
                .contains("system.cpu.total.norm.pct")
                .contains("tests.yaml:6");
    }

    @Test
    void aWrongRuleIsSaidWithItsFile() throws IOException {
        RuleTestFile file = read("rules: [missing.yaml]\ntests: []\n");

        assertThat(file.problems())
                .anySatisfy(
                        problem ->
                                assertThat(problem.toString())
                                        .contains("missing.yaml: there is no such file"));
    }

    private RuleTestFile read(String tests) throws IOException {
        Files.writeString(directory.resolve("rules.yaml"), RULE);
        Path file = Files.writeString(directory.resolve("tests.yaml"), tests);
        return RuleTestFile.readAll(List.of(file), ComputedWindows.ofDefaults()).get(0);
    }
}
