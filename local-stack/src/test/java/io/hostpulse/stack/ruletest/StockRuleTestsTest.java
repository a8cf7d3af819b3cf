package io.hostpulse.stack.ruletest;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.stack.SourceTree;
import io.hostpulse.stack.rule.FiledDefinition;
import io.hostpulse.stack.rule.RuleFiles;
import io.hostpulse.wire.rule.ComputedWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests in rules/tests and in docs/detection.md, with the job as it was packaged. */
class StockRuleTestsTest {

    private static final SourceTree TREE = SourceTree.current();

    /** About samples of two agents, which no series can tell of. */
    private static final String UNTESTABLE = "agent-twice";

    private static final Pattern EXAMPLE =
            Pattern.compile("```yaml tests\n(.*?)```", Pattern.DOTALL);

    @TempDir private Path directory;

    @Test
    void everyTestOfAStockRulePasses() {
        List<RuleTestFile> files = stockTests();

        assertThat(files).flatMap(RuleTestFile::problems).isEmpty();
        assertThat(run(files)).hasSizeGreaterThan(40).allSatisfy(StockRuleTestsTest::hasPassed);
    }

    @Test
    void everyStockRuleHasATestInWhichItFires() {
        Set<String> tested =
                stockTests().stream()
                        .flatMap(file -> file.tests().stream())
                        .flatMap(test -> test.alerts().stream())
                        .map(ExpectedAlert::change)
                        .filter(change -> change.state() == AlertState.FIRING)
                        .map(AlertChange::ruleId)
                        .collect(toSet());

        assertThat(RuleFiles.read(List.of(TREE.rules())).definitions())
                .extracting(FiledDefinition::id)
                .filteredOn(id -> !id.equals(UNTESTABLE))
                .isSubsetOf(tested);
    }

    @Test
    void theExampleInTheDocumentsPasses() throws IOException {
        String page = Files.readString(TREE.rules().resolveSibling("docs/detection.md"));
        Matcher example = EXAMPLE.matcher(page);
        assertThat(example.find()).isTrue();
        // beside the rules that it names
        Path tests =
                Files.writeString(
                        directory.resolve("example.yaml"),
                        example.group(1).replace("rules: [..", "rules: [" + TREE.rules()));
        List<RuleTestFile> files =
                RuleTestFile.readAll(List.of(tests), ComputedWindows.ofDefaults());

        assertThat(files).flatMap(RuleTestFile::problems).isEmpty();
        assertThat(run(files)).isNotEmpty().allSatisfy(StockRuleTestsTest::hasPassed);
    }

    @Test
    void aTestThatExpectsSomethingElseFails() throws IOException {
        Path tests =
                Files.writeString(
                        directory.resolve("wrong.yaml"),
                        """
                        rules: [%s/sustained-cpu.yaml]
                        tests:
                          - name: too early
                            series: [{metric: system.cpu.total.norm.pct, values: 0.95x6}]
                            alerts: [{at: 0s, state: firing}]
                        """
                                .formatted(TREE.rules()));

        List<TestResult> results =
                run(RuleTestFile.readAll(List.of(tests), ComputedWindows.ofDefaults()));

        assertThat(results).hasSize(1);
        assertThat(results.get(0).differences())
                .containsExactly(
                        "0s       - firing     sustained-cpu on host-1",
                        "10s      + firing     sustained-cpu on host-1, warning, 0.95, held for 10s");
    }

    private static List<RuleTestFile> stockTests() {
        return RuleTestFile.readAll(
                List.of(TREE.rules().resolve("tests")), ComputedWindows.ofDefaults());
    }

    private static List<TestResult> run(List<RuleTestFile> files) {
        try (DetectionSimulation simulation =
                new DetectionSimulation(TREE, ComputedWindows.DEFAULT_SPECS)) {
            return files.stream()
                    .flatMap(file -> TestResult.of(file, simulation).stream())
                    .toList();
        }
    }

    private static void hasPassed(TestResult result) {
        assertThat(result.differences()).as(result.name()).isEmpty();
    }
}
