package io.hostpulse.stack.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.stack.rule.RuleChanges.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleChangesTest {

    private static final String RULE =
            """
            {"id":"load","name":"Load","severity":"info","when":{"metric":"system.load.1","above":4}}
            """;

    @TempDir private Path directory;

    @Test
    void whatTheJobHasRefusedIsWrittenAgainThoughItIsTheSame() throws Exception {
        List<FiledDefinition> definitions =
                RuleFiles.read(List.of(Files.writeString(directory.resolve("a.yaml"), RULE)))
                        .definitions();
        Map<String, Optional<String>> present = Map.of("load", Optional.of(RULE));

        RuleChanges retried = RuleChanges.of(definitions, present, Set.of("load"));
        RuleChanges same = RuleChanges.of(definitions, present, Set.of("other"));

        assertThat(retried.kindById()).isEqualTo(Map.of("load", Kind.RETRIED));
        assertThat(retried.jsonById()).containsOnlyKeys("load");
        assertThat(same.kindById()).isEqualTo(Map.of("load", Kind.UNCHANGED));
        assertThat(same.jsonById()).isEmpty();
    }
}
