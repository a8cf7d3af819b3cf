package io.hostpulse.stack.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleDifferenceTest {

    private static final String LOAD =
            "{'id':'load','name':'Load','severity':'info','when':{'metric':'system.load.1','above':4}}";
    private static final String MAINTENANCE =
            "{'maintenance':'disks','from':'2026-01-01T00:00:00Z','to':'2026-01-02T00:00:00Z'}";
    private static final GitCommit COMMIT = new GitCommit("0123456789".repeat(4), false);

    @TempDir private Path directory;

    private final Map<String, RuleTopic.Entry> entries = new HashMap<>();

    @Test
    void whatIsTheSameIsNotWrittenThoughItIsOfAnotherCommit() throws Exception {
        inKafka("load", LOAD, Optional.of(COMMIT));

        RuleDifference difference = difference(true, LOAD);

        assertThat(difference.isNone()).isTrue();
        assertThat(difference.jsonById()).isEmpty();
    }

    @Test
    void whatIsInNoFileIsRemovedOnlyWhenThatIsAsked() throws Exception {
        inKafka("load", LOAD, Optional.empty());
        inKafka("old", LOAD.replace("load'", "old'"), Optional.empty());
        inKafka("older", LOAD.replace("load'", "older'"), Optional.of(COMMIT));

        RuleDifference kept = difference(false, LOAD);
        RuleDifference pruned = difference(true, LOAD);

        assertThat(kept.isNone()).isTrue();
        assertThat(kept.surplus())
                .isEqualTo(Map.of("old", Optional.empty(), "older", Optional.of(COMMIT)));
        assertThat(pruned.isNone()).isFalse();
        assertThat(pruned.jsonById())
                .isEqualTo(Map.of("old", Optional.empty(), "older", Optional.empty()));
    }

    @Test
    void maintenanceAndWhatNobodyCanReadAndWhatWasDeletedAreNeverRemoved() throws Exception {
        inKafka("load", LOAD, Optional.empty());
        inKafka("disks", MAINTENANCE, Optional.of(COMMIT));
        inKafka("newer", "{'maintenance':'newer','id':'newer'}", Optional.empty());
        inKafka("stranger", "no rule", Optional.empty());
        inKafka("stray", LOAD, Optional.empty());
        entries.put(
                "gone",
                new RuleTopic.Entry(Optional.empty(), "t-0-9", List.of(), Optional.empty()));

        assertThat(difference(true, LOAD).isNone()).isTrue();
    }

    @Test
    void aRuleThatThisVersionCannotReadIsARuleAllTheSame() throws Exception {
        inKafka("load", LOAD, Optional.empty());
        inKafka("later", "{'id':'later','key_of_a_later_version':1}", Optional.empty());

        assertThat(difference(true, LOAD).jsonById()).isEqualTo(Map.of("later", Optional.empty()));
    }

    @Test
    void maintenanceOfFilesIsAddedAndChanged() throws Exception {
        inKafka("disks", MAINTENANCE, Optional.empty());

        RuleDifference difference = difference(true, LOAD, MAINTENANCE.replace("01-02", "01-03"));

        assertThat(difference.jsonById()).containsOnlyKeys("load", "disks");
        assertThat(difference.changes().fieldsById().get("disks"))
                .extracting(FieldChange::key)
                .containsExactly("to");
    }

    @Test
    void filesWithoutARuleRemoveNothing() throws Exception {
        inKafka("load", LOAD, Optional.empty());

        assertThatThrownBy(() -> difference(true, MAINTENANCE))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("all 1 rules that Kafka has would be removed");
        assertThat(difference(false, MAINTENANCE).jsonById()).containsOnlyKeys("disks");
    }

    @Test
    void allIdsThatAreTakenByTheOtherSortAreNamed() throws Exception {
        inKafka("load", MAINTENANCE.replace("disks", "load"), Optional.empty());
        inKafka("disks", LOAD.replace("load'", "disks'"), Optional.empty());

        assertThatThrownBy(() -> difference(true, LOAD, MAINTENANCE))
                .isInstanceOf(StackException.class)
                .hasMessage(
                        ("%1$s/0.yaml:1: 'load' is the id of a maintenance; take another, or delete that first.\n"
                                        + "%1$s/1.yaml:1: 'disks' is the id of a rule; take another, or delete that first.")
                                .formatted(directory));
    }

    private void inKafka(String id, String json, Optional<GitCommit> commit) {
        entries.put(
                id,
                new RuleTopic.Entry(
                        Optional.of(json.replace('\'', '"')), "t-0-1", List.of(), commit));
    }

    private RuleDifference difference(boolean isPruned, String... documents) throws IOException {
        for (int i = 0; i < documents.length; i++) {
            Files.writeString(directory.resolve(i + ".yaml"), documents[i]);
        }
        RuleFiles files = RuleFiles.read(List.of(directory));
        assertThat(files.problems()).isEmpty();
        return RuleDifference.of(files.definitions(), entries, Set.of(), isPruned);
    }
}
