package io.hostpulse.job.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What docs/data-model.md shows of documents is true. */
class DataModelPageTest {

    private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    /** The examples of the page, in its order. */
    private static final List<IndexName> INDICES =
            List.of(
                    IndexName.SAMPLES,
                    IndexName.SAMPLES,
                    IndexName.WINDOWS,
                    IndexName.ALERTS,
                    IndexName.HOSTS,
                    IndexName.DEAD_LETTERS);

    private static String page;
    private static String metricsPage;

    @BeforeAll
    static void readPages() throws IOException {
        page = Files.readString(Path.of("..", "docs", "data-model.md"));
        metricsPage = Files.readString(Path.of("..", "docs", "metrics.md"));
    }

    @Test
    void everyExampleHasFieldsThatItsIndexHas() {
        List<JsonNode> examples =
                EXAMPLE.matcher(page)
                        .results()
                        .map(example -> Examples.tree(example.group(1).getBytes(UTF_8)))
                        .toList();

        assertThat(examples).hasSameSizeAs(INDICES);
        for (int i = 0; i < examples.size(); i++) {
            var fields = new TreeSet<>(DocumentFields.valuesOf(examples.get(i)).keySet());
            fields.removeIf(field -> field.startsWith("labels."));
            assertThat(DocumentFields.typesOf(INDICES.get(i)).keySet()).containsAll(fields);
        }
    }

    @Test
    void everyFieldThatIsNoMetricNorLabelIsExplained() {
        for (IndexName index : IndexName.values()) {
            Map<String, JsonNode> types = DocumentFields.typesOf(index);
            types.keySet().removeIf(DataModelPageTest::isExplainedElsewhere);

            assertThat(types.keySet()).as(index.name()).allMatch(DataModelPageTest::isNamed);
        }
    }

    @Test
    void everyCloudFieldIsNamed() {
        assertThat(Arrays.asList(CloudFields.NAMES))
                .allMatch(name -> page.contains("`" + name + "`"));
    }

    /** In metrics.md, or all alike. */
    private static boolean isExplainedElsewhere(String field) {
        return metricsPage.contains("`" + field + "`")
                || field.startsWith(WindowDocuments.METRICS)
                || field.startsWith("host.")
                || field.startsWith("cloud.");
    }

    /** By its whole name, or in a row with names that begin alike by what is its own. */
    private static boolean isNamed(String field) {
        if (page.contains("`" + field + "`")) {
            return true;
        }
        Matcher row =
                Pattern.compile("(?m)^\\| .*`\\." + Pattern.quote(lastStep(field)) + "`.*$")
                        .matcher(page);
        return row.find() && row.group().contains("`" + parent(field));
    }

    private static String lastStep(String field) {
        return field.substring(field.lastIndexOf('.') + 1);
    }

    private static String parent(String field) {
        return field.substring(0, field.lastIndexOf('.') + 1);
    }
}
