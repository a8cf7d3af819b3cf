package io.hostpulse.stack.rule;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.stack.SourceTree;
import io.hostpulse.stack.StackException;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.rule.Condition;
import io.hostpulse.wire.rule.Conditions;
import io.hostpulse.wire.rule.Deviation;
import io.hostpulse.wire.rule.Repetition;
import io.hostpulse.wire.rule.Rule;
import io.hostpulse.wire.rule.Sequence;
import io.hostpulse.wire.rule.Silence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StockRulesTest {

    /** Those that the job computes unless told otherwise. */
    private static final Set<Duration> WINDOWS =
            Set.of(
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofHours(1));

    private static final List<FiledDefinition> STOCK =
            StockRules.readAll(SourceTree.current().rules());

    @TempDir private Path directory;

    @Test
    void everyStockRuleIsARule() {
        assertThat(STOCK).hasSizeGreaterThan(25).allMatch(it -> it.definition() instanceof Rule);
    }

    @Test
    void everyIdThatAFileNamesIsARuleOfIt() throws IOException {
        Map<Path, List<String>> idsByFile =
                STOCK.stream()
                        .collect(
                                groupingBy(
                                        FiledDefinition::file,
                                        mapping(FiledDefinition::id, toList())));
        try (Stream<Path> files = Files.list(SourceTree.current().rules())) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(idsByFile.get(file)).isEqualTo(idsIn(file)));
        }
    }

    @Test
    void stockRulesLookOnlyAtWindowsThatAreComputed() {
        assertThat(stockRules())
                .allSatisfy(rule -> assertThat(WINDOWS).containsAll(rule.windows()));
        assertThat(stockRules()).anyMatch(rule -> !rule.windows().isEmpty());
    }

    @Test
    void stockRulesLookOnlyAtMetricsOfTheCatalogue() {
        assertThat(stockRules().stream().flatMap(rule -> rule.conditions().stream()))
                .isNotEmpty()
                .extracting(Condition::metric)
                .isSubsetOf(MetricCatalogue.get().metrics());
    }

    @Test
    void thereIsAStockRuleOfEveryKind() {
        assertThat(stockRules())
                .extracting(Rule::when)
                .hasAtLeastOneElementOfType(Conditions.class)
                .hasAtLeastOneElementOfType(Sequence.class)
                .hasAtLeastOneElementOfType(Repetition.class)
                .hasAtLeastOneElementOfType(Silence.class);
        assertThat(stockRules().stream().flatMap(rule -> rule.conditions().stream()))
                .hasAtLeastOneElementOfType(Deviation.class);
        assertThat(stockRules()).anyMatch(rule -> !rule.escalations().isEmpty());
    }

    @Test
    void everyYamlFileIsReadAndNothingElse() throws IOException {
        write("a.yaml", rule("rule-a"));
        write("b.yaml", rule("rule-b") + "---\n" + rule("rule-c"));
        write("README.md", "no rule");

        assertThat(StockRules.readAll(directory))
                .extracting(FiledDefinition::id)
                .containsExactly("rule-a", "rule-b", "rule-c");
    }

    @Test
    void wrongRulesAreAnErrorThatNamesFilesAndKeys() throws IOException {
        write("wrong.yaml", rule("rule-a").replace("above: 0.9", "above: much"));
        write("broken.yaml", "id: [unclosed\n");

        assertThatThrownBy(() -> StockRules.readAll(directory))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("wrong.yaml:6: when.above")
                .hasMessageContaining("broken.yaml");
    }

    private static List<String> idsIn(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("id: "))
                .map(line -> line.substring("id: ".length()).strip())
                .toList();
    }

    private static List<Rule> stockRules() {
        return STOCK.stream().map(it -> (Rule) it.definition()).toList();
    }

    private static String rule(String id) {
        return """
               id: %s
               name: Busy
               severity: warning
               when:
                 metric: system.cpu.total.norm.pct
                 above: 0.9
               for: 10s
               """
                .formatted(id);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
