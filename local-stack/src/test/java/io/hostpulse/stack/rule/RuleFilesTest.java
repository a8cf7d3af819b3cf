package io.hostpulse.stack.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFilesTest {

    private static final String GOOD =
            """
            id: good
            name: Good
            severity: info
            when: {metric: system.load.1, above: 4}
            """;

    @TempDir private Path directory;

    @Test
    void aFileHoldsRulesAndMaintenance() throws IOException {
        Path file =
                write(
                        "some.yaml",
                        """
                        # about this file
                        %s---
                        maintenance: later
                        from: 2026-01-01T00:00:00Z
                        to: 2026-01-02T00:00:00Z
                        """
                                .formatted(GOOD));

        RuleFiles files = RuleFiles.read(List.of(file));

        assertThat(files.problems()).isEmpty();
        assertThat(files.definitions())
                .extracting(FiledDefinition::id)
                .containsExactly("good", "later");
    }

    @Test
    void everyProblemHasItsFileItsLineAndItsKey() throws IOException {
        Path file =
                write(
                        "bad.yml",
                        """
                        id: Bad
                        name: Bad
                        severity: fatal

                        when:
                          any:
                            - {metric: system.load.1, above: 4}
                            - metric: system.load.2
                              above: 4
                        labels:
                          team: infra
                          my team: infra
                        """);

        assertThat(problemsOf(file))
                .satisfiesExactly(
                        it -> assertThat(it).startsWith(file + ":1: id: 'Bad' must be"),
                        it -> assertThat(it).startsWith(file + ":3: severity: 'fatal' is"),
                        it -> assertThat(it).startsWith(file + ":8: when.any[1].metric: "),
                        it -> assertThat(it).startsWith(file + ":12: labels.my team: "));
    }

    @Test
    void aKeyThatIsMissingIsSoughtWhereItShouldStand() throws IOException {
        Path file =
                write(
                        "bad.yaml",
                        GOOD + "---\n# next\n" + GOOD.replace("metric: system.load.1, ", ""));

        assertThat(problemsOf(file)).containsExactly(file + ":10: when.metric: is missing");
    }

    @Test
    void theProblemsOfAllFilesAreToldAtOnce() throws IOException {
        write("a.yaml", GOOD.replace("4", "-4"));
        write("b.yaml", GOOD.replace("info", "none"));
        write("c.yaml", "id: [unclosed\n");
        write("d.yaml", "# nothing\n");
        write("notes.txt", "no rule");

        assertThat(problemsOf(directory, directory.resolve("e.yaml")))
                .satisfiesExactly(
                        it -> assertThat(it).contains("a.yaml:4: when.above: "),
                        it -> assertThat(it).contains("b.yaml:3: severity: "),
                        it -> assertThat(it).contains("c.yaml:").contains("no YAML: "),
                        it -> assertThat(it).endsWith("d.yaml: has no rule"),
                        it -> assertThat(it).endsWith("e.yaml: there is no such file"));
    }

    @Test
    void anIdIsThereOnce() throws IOException {
        Path first = write("a.yaml", GOOD);
        Path second = write("b.yaml", "# again\n" + GOOD);

        assertThat(problemsOf(directory))
                .containsExactly(second + ":2: id: 'good' is taken, by " + first + ":1");
    }

    @Test
    void aKeyThatIsGivenTwiceIsNoYaml() throws IOException {
        Path file = write("a.yaml", GOOD + "name: Again\n");

        assertThat(problemsOf(file)).containsExactly(file + ":5: no YAML: Duplicate field 'name'");
    }

    @Test
    void aliasesAreRefusedInsteadOfMisread() throws IOException {
        Path file = write("a.yaml", GOOD.replace("Good", "&name Good") + "message: *name\n");

        assertThat(problemsOf(file))
                .containsExactly(file + ":5: no YAML: aliases are not understood here");
    }

    private static List<String> problemsOf(Path... paths) {
        return RuleFiles.read(List.of(paths)).problems().stream()
                .map(RuleFileProblem::toString)
                .toList();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
