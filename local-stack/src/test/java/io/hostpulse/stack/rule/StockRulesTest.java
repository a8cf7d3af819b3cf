package io.hostpulse.stack.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.stack.SourceTree;
import io.hostpulse.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StockRulesTest {

    @TempDir private Path directory;

    @Test
    void everyYamlFileIsARuleByItsId() throws IOException {
        write("a.yaml", rule("rule-a"));
        write("b.yaml", rule("rule-b"));
        write("README.md", "no rule");

        assertThat(StockRules.readAll(directory)).containsOnlyKeys("rule-a", "rule-b");
        assertThat(StockRules.readAll(directory).get("rule-a").at("/when/above").doubleValue())
                .isEqualTo(0.9);
    }

    @Test
    void theStockRulesHaveIds() {
        assertThat(StockRules.readAll(SourceTree.current().rules())).isNotEmpty();
    }

    @Test
    void aWrongRuleIsAnErrorThatNamesTheFileAndTheKey() throws IOException {
        write("wrong.yaml", rule("rule-a").replace("above: 0.9", "above: much"));

        assertThatThrownBy(() -> StockRules.readAll(directory))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("wrong.yaml")
                .hasMessageContaining("above");
    }

    @Test
    void twoRulesOfOneIdAreAnError() throws IOException {
        write("a.yaml", rule("same"));
        write("b.yaml", rule("same"));

        assertThatThrownBy(() -> StockRules.readAll(directory))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("same");
    }

    @Test
    void brokenYamlIsAnErrorThatNamesTheFile() throws IOException {
        write("broken.yaml", "id: [unclosed\n");

        assertThatThrownBy(() -> StockRules.readAll(directory))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("broken.yaml");
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
