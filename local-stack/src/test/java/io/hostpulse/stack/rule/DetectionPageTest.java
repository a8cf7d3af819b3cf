package io.hostpulse.stack.rule;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.stack.SourceTree;
import io.hostpulse.wire.rule.Escalation;
import io.hostpulse.wire.rule.Rule;
import io.hostpulse.wire.rule.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/detection.md shows is true. */
class DetectionPageTest {

    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    private static String page;

    @TempDir private Path directory;

    @BeforeAll
    static void readPage() throws IOException {
        page = Files.readString(SourceTree.current().rules().resolveSibling("docs/detection.md"));
    }

    @Test
    void everyExampleIsARuleOrMaintenance() throws IOException {
        List<Path> examples = new ArrayList<>();
        Matcher matcher = EXAMPLE.matcher(page);
        while (matcher.find()) {
            Path file = directory.resolve("example-%02d.yaml".formatted(examples.size()));
            examples.add(Files.writeString(file, matcher.group(1)));
        }

        RuleFiles files = RuleFiles.read(examples);

        assertThat(files.problems()).isEmpty();
        assertThat(files.definitions()).hasSameSizeAs(examples).hasSizeGreaterThan(10);
    }

    @Test
    void theTableHasEveryStockRule() {
        List<String> rows =
                page.lines().filter(line -> line.matches("\\| `.*\\.yaml \\|.*")).toList();

        assertThat(rows)
                .containsExactlyElementsOf(
                        StockRules.readAll(SourceTree.current().rules()).stream()
                                .map(DetectionPageTest::row)
                                .toList());
    }

    private static String row(FiledDefinition filed) {
        Rule rule = (Rule) filed.definition();
        String severities =
                Stream.concat(
                                Stream.of(rule.severity()),
                                rule.escalations().stream().map(Escalation::severity))
                        .map(Severity::label)
                        .collect(joining(", "));
        return "| `%s` | %s | %s | %s |"
                .formatted(rule.id(), filed.file().getFileName(), severities, rule.name());
    }
}
