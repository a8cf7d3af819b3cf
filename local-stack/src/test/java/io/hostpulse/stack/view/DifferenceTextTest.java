package io.hostpulse.stack.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hostpulse.stack.rule.GitCommit;
import io.hostpulse.stack.rule.RuleDifference;
import io.hostpulse.stack.rule.RuleFiles;
import io.hostpulse.stack.rule.RuleTopic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a difference, to people and to programs. */
class DifferenceTextTest {

    private static final String RULE =
            "{'id':'%s','name':'N','severity':'info','when':{'metric':'system.load.1','above':%d},'for':'5m'}";
    private static final String HASH = "0123456789abcdef0123456789abcdef01234567";

    @TempDir private Path directory;

    private final Map<String, RuleTopic.Entry> entries = new LinkedHashMap<>();

    private RuleFiles files;

    @BeforeEach
    void twoRulesOfFourAreInFilesAndOneIsNew() throws Exception {
        inKafka("a", 4, Optional.empty());
        inKafka("b", 4, Optional.of(new GitCommit(HASH, true)));
        inKafka("c", 4, Optional.of(new GitCommit(HASH, true)));
        inKafka("d", 4, Optional.empty());
        files =
                RuleFiles.read(
                        List.of(
                                Files.writeString(
                                        directory.resolve("rules.yaml"),
                                        String.join(
                                                "\n---\n",
                                                RULE.formatted("a", 4),
                                                RULE.formatted("b", 5).replace(",'for':'5m'", ""),
                                                RULE.formatted("e", 4)))));
    }

    @Test
    void linesNameWhatIsAddedChangedAndRemoved() {
        RuleDifference difference = difference(true, Set.of());

        assertThat(DifferenceText.lines(difference, Terminal.NONE))
                .containsExactly(
                        "changed    b",
                        "           when.above: 4 -> 5",
                        "           for: 5m -> (not set)",
                        "added      e",
                        "removed    c  (of commit 0123456789-dirty)",
                        "removed    d  (of no commit)");
        assertThat(DifferenceText.summary(difference))
                .isEqualTo("1 added, 1 changed, 2 removed, 1 unchanged");
        assertThat(DifferenceText.warning(difference))
                .hasValueSatisfying(it -> assertThat(it).contains("of no commit too, here 1:"));
    }

    @Test
    void whatStaysIsCountedAndNotNamed() {
        RuleDifference difference = difference(false, Set.of());

        assertThat(DifferenceText.lines(difference, Terminal.NONE))
                .noneMatch(line -> line.startsWith("removed"));
        assertThat(DifferenceText.summary(difference))
                .isEqualTo(
                        "1 added, 1 changed, 0 removed, 1 unchanged, 2 in no file, which --prune removes");
        assertThat(DifferenceText.warning(difference)).isEmpty();
    }

    @Test
    void whatTheJobHasRefusedIsADifferenceThoughItIsTheSame() {
        RuleDifference difference = difference(false, Set.of("a"));

        assertThat(DifferenceText.lines(difference, Terminal.NONE))
                .startsWith("retried    a  (the same, but the job has refused it)");
        assertThat(DifferenceText.summary(difference))
                .contains("0 unchanged, 1 told to the job again");
    }

    @Test
    void programsAreToldTheSame() throws Exception {
        assertThat((Object) DifferenceJson.of(difference(true, Set.of())))
                .isEqualTo(
                        new ObjectMapper()
                                .readTree(
                                        """
                                        {"same": false,
                                         "added": [{"id": "e"}],
                                         "changed": [{"id": "b", "fields": [
                                             {"key": "when.above", "old": 4, "new": 5},
                                             {"key": "for", "old": "5m"}]}],
                                         "retried": [],
                                         "removed": [
                                             {"id": "c", "commit": "%s-dirty"},
                                             {"id": "d"}],
                                         "in_no_file": [],
                                         "unchanged": 1}
                                        """
                                                .formatted(HASH)));
        assertThat(DifferenceJson.of(difference(false, Set.of())).at("/in_no_file/1/id").asText())
                .isEqualTo("d");
    }

    private RuleDifference difference(boolean isPruned, Set<String> refused) {
        return RuleDifference.of(files.definitions(), entries, refused, isPruned);
    }

    private void inKafka(String id, int above, Optional<GitCommit> commit) {
        String json = RULE.formatted(id, above).replace('\'', '"');
        entries.put(id, new RuleTopic.Entry(Optional.of(json), "t-0-1", List.of(), commit));
    }
}
