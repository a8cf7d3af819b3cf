package io.hostpulse.stack.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.wire.rule.ComputedWindows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    void aKeyThatIsGivenTwiceIsToldBesideTheOtherProblems() throws IOException {
        Path file =
                write(
                        "a.yaml",
                        GOOD.replace("above: 4", "above: 4, above: 5")
                                + "name: Again\nlabels: {a b: c}\n");

        assertThat(problemsOf(file))
                .containsExactly(
                        file + ":4: when.above: is given on line 4 already; keep one of them",
                        file + ":5: name: is given on line 2 already; keep one of them",
                        file
                                + ":6: labels.a b: a label is letters, digits and underscores, at most 63, the first no digit");
    }

    @Test
    void aliasesAreRefusedInsteadOfMisread() throws IOException {
        Path file = write("a.yaml", GOOD.replace("Good", "&name Good") + "message: *name\n");

        assertThat(problemsOf(file))
                .containsExactly(
                        file
                                + ":5: message: aliases such as *name are not understood here; write the value out");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".nan",
                ".NaN",
                ".inf",
                "-.Inf",
                "1e400",
                "0x10",
                "0b11",
                "0123",
                "1_000",
                "!!float x",
                "99999999999999999999e999"
            })
    void whatIsNoNumberHasItsKeyAndTheRestIsRead(String number) throws IOException {
        Path file = write("a.yaml", GOOD.replace("4", number).replace("info", "none"));

        assertThat(problemsOf(file))
                .satisfiesExactly(
                        it -> assertThat(it).startsWith(file + ":3: severity: 'none' is none of"),
                        it ->
                                assertThat(it)
                                        .startsWith(file + ":4: when.above: '")
                                        .endsWith(
                                                "' is not a number; write one such as 0.9, or text in quotes"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "+4", "4.", ".5", "4e0", "0", "-0", "100000000000000000000"})
    void numbersAreWrittenInAnyUsualWay(String number) throws IOException {
        assertThat(problemsOf(write("a.yaml", GOOD.replace("4", number)))).isEmpty();
    }

    @Test
    void aTabIsToldWithItsLineAndKeyAndTheRestIsRead() throws IOException {
        Path file =
                write(
                        "a.yaml",
                        """
                        id: good
                        name: Good
                        severity: none
                        when:
                        \tmetric: system.load.1
                        \tabove:\t4
                        ---
                        """
                                + GOOD.replace("4", "-4"));

        assertThat(problemsOf(file))
                .satisfiesExactly(
                        it -> assertThat(it).startsWith(file + ":3: severity: 'none' is none of"),
                        it ->
                                assertThat(it)
                                        .isEqualTo(
                                                file
                                                        + ":5: metric: a tab is no indentation in YAML; write spaces"),
                        it -> assertThat(it).startsWith(file + ":6: above: a tab is"),
                        it -> assertThat(it).startsWith(file + ":11: when.above: -4.0 is less"));
    }

    @Test
    void aTabWithinATextIsText() throws IOException {
        assertThat(problemsOf(write("a.yaml", GOOD + "message: \"a\tb\" # c\td\n"))).isEmpty();
    }

    @Test
    void bytesThatAreNotUtf8HaveTheirLineAndKeyAndTheRestIsRead() throws IOException {
        Path file =
                Files.write(
                        directory.resolve("a.yaml"),
                        GOOD.replace("Good", "Größe")
                                .replace("info", "none")
                                .getBytes(StandardCharsets.ISO_8859_1));

        assertThat(problemsOf(file))
                .satisfiesExactly(
                        it ->
                                assertThat(it)
                                        .isEqualTo(
                                                file
                                                        + ":2: name: the byte 0xF6 is not UTF-8; save the file in UTF-8"),
                        it -> assertThat(it).startsWith(file + ":3: severity: 'none' is none of"));
    }

    @Test
    void charactersThatYamlDoesNotHaveAreToldAndAByteOrderMarkIsNone() throws IOException {
        Path file = write("a.yaml", "\uFEFF" + GOOD.replace("Good", "Go\u0007od"));

        assertThat(problemsOf(file))
                .containsExactly(
                        file
                                + ":2: name: the character U+0007 is not allowed; leave it out, or write it as \\x07 in double quotes");
        assertThat(problemsOf(write("b.yaml", "\uFEFF" + GOOD))).isEmpty();
    }

    @Test
    void whatIsNoTextAtAllIsToldInFewLines() throws IOException {
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        Path file = Files.write(directory.resolve("a.yaml"), bytes);

        assertThat(problemsOf(file)).hasSizeBetween(1, 30).allMatch(it -> it.startsWith("" + file));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: @x | :2: name: the character '@' cannot begin a value; put the value in quotes",
                "name: a: b | :2: name: a key cannot stand here; indent it like its neighbours, or put a value that has ': ' in it in quotes",
                "name: \"x | :2: name: the quote that begins here has no end; close it",
                "? [a, b] | :2: a key must be a word, not a list or an object",
                "name: !!binary aGk= | :2: name: has a tag that is not understood here; write the value alone"
            })
    void whatCannotBeParsedCostsItsDocumentOnly(String line, String problem) throws IOException {
        Path file =
                write(
                        "a.yaml",
                        GOOD.replace("name: Good", line) + "---\n" + GOOD.replace("4", "-4"));

        assertThat(problemsOf(file))
                .satisfiesExactly(
                        it -> assertThat(it).isEqualTo(file + problem),
                        it -> assertThat(it).startsWith(file + ":9: when.above: -4.0 is less"));
    }

    @Test
    void documentsThatAreEmptyAreNone() throws IOException {
        assertThat(
                        problemsOf(
                                write(
                                        "a.yaml",
                                        "%YAML 1.2\n---\n# nothing\n---\n"
                                                + GOOD
                                                + "...\n---\n--- # end\n")))
                .isEmpty();
    }

    @Test
    void windowsThatAreNotComputedAreToldBesideTheRest() throws IOException {
        Path file =
                write("a.yaml", GOOD.replace("above: 4", "above: -4, window: 2m, aggregate: avg"));

        assertThat(RuleFiles.read(List.of(file), ComputedWindows.ofDefaults()).problems())
                .extracting(RuleFileProblem::toString)
                .satisfiesExactly(
                        it ->
                                assertThat(it)
                                        .startsWith(
                                                file
                                                        + ":4: when.window: windows of 2m are not computed, only of 30s, 1m, 5m, 1h;"),
                        it -> assertThat(it).startsWith(file + ":4: when.above: "));
    }

    @Test
    void maintenanceOfARuleThatDoesNotExistHasItsPlace() throws IOException {
        Path file =
                write(
                        "a.yaml",
                        GOOD
                                + """
                                ---
                                maintenance: later
                                rules:
                                  - good
                                  - disk-spce
                                  - disk-busy
                                from: 2026-01-01T00:00:00Z
                                to: 2026-01-02T00:00:00Z
                                """);

        assertThat(
                        MaintainedRules.unknown(
                                RuleFiles.read(List.of(file)).definitions(),
                                List.of("disk-space", "disk-busy")))
                .extracting(RuleFileProblem::toString)
                .containsExactly(
                        file
                                + ":9: rules[1]: there is no rule 'disk-spce', did you mean disk-space?");
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
