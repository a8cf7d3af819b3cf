package io.hostpulse.job.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The templates under {@code elastic/} are those of the catalogue. Run with {@code
 * -Dhostpulse.write-golden-files} to write them anew.
 */
class IndexTemplatesTest {

    private static final Path ELASTIC = Path.of("..", "elastic");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void componentTemplatesOnDiskAreThoseOfTheCatalogue() throws IOException {
        assertSame(ELASTIC.resolve("component-templates"), IndexTemplates.componentTemplates());
    }

    @Test
    void indexTemplatesOnDiskAreThoseOfTheIndices() throws IOException {
        assertSame(ELASTIC.resolve("index-templates"), IndexTemplates.indexTemplates());
    }

    @Test
    void lifecyclePoliciesOnDiskAreThoseOfTheIndices() throws IOException {
        assertSame(ELASTIC.resolve("lifecycle-policies"), IndexLifecycles.policies());
    }

    @Test
    void ageIsReadFromNamesThatTheServerCanRead() {
        Pattern readable = Pattern.compile("^.*-(\\d{4}.\\d{2}.\\d{2})(-[\\d]+)?$");

        for (IndexName name : IndexName.values()) {
            assertThat(name.endsInDayAfterDash())
                    .as(name.at(0))
                    .isEqualTo(readable.matcher(name.at(0)).matches());
        }
    }

    @Test
    void everyMappingStaysBelowTheLimitOfFields() {
        assertThat(IndexTemplates.mappings().values())
                .allSatisfy(mapping -> assertThat(mapping.size()).isLessThan(1_250));
    }

    @Test
    void everyIndexTemplateIsComposedOfTemplatesThatExist() {
        Set<String> components = IndexTemplates.componentTemplates().keySet();

        assertThat(IndexTemplates.indexTemplates().values())
                .allSatisfy(
                        template ->
                                template.get("composed_of")
                                        .forEach(
                                                name ->
                                                        assertThat(components)
                                                                .contains(name.asText())));
    }

    private static void assertSame(Path folder, Map<String, ObjectNode> templates)
            throws IOException {
        if (System.getProperty("hostpulse.write-golden-files") != null) {
            for (Map.Entry<String, ObjectNode> template : templates.entrySet()) {
                Files.writeString(
                        folder.resolve(template.getKey() + ".json"), pretty(template.getValue()));
            }
        }
        for (Map.Entry<String, ObjectNode> template : templates.entrySet()) {
            Path file = folder.resolve(template.getKey() + ".json");
            assertThat(file).exists();
            assertThat(Files.readString(file)).isEqualTo(pretty(template.getValue()));
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .hasSameElementsAs(
                            templates.keySet().stream()
                                    .map(name -> name + ".json")
                                    .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    private static String pretty(ObjectNode node) throws IOException {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
    }
}
