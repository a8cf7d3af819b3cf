package io.hostpulse.stack.ruletest;

import io.hostpulse.stack.rule.Fault;
import io.hostpulse.stack.rule.FiledDefinition;
import io.hostpulse.stack.rule.RuleFileProblem;
import io.hostpulse.stack.rule.RuleFiles;
import io.hostpulse.stack.rule.RuleText;
import io.hostpulse.stack.rule.YamlDocument;
import io.hostpulse.wire.rule.ComputedWindows;
import io.hostpulse.wire.rule.Problem;
import io.hostpulse.wire.rule.TreeReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * A file of tests, and all that is wrong with it and with the rules that it is about.
 *
 * @param definitions that it tests, and maintenances that go with them
 * @param problems if there are any, the tests cannot be run
 */
public record RuleTestFile(
        Path file,
        List<FiledDefinition> definitions,
        List<RuleTest> tests,
        List<RuleFileProblem> problems) {

    private static final int MOST_FILES = 100;
    private static final int MOST_TESTS = 1_000;
    private static final int LONGEST_PATH = 1_000;

    public RuleTestFile {
        definitions = List.copyOf(definitions);
        tests = List.copyOf(tests);
        problems = List.copyOf(problems);
    }

    /**
     * The files of tests that {@code paths} mean, each read.
     *
     * @param paths files, and directories whose {@code *.yaml} and {@code *.yml} are meant
     * @param windows that rules may look at
     */
    public static List<RuleTestFile> readAll(List<Path> paths, ComputedWindows windows) {
        List<RuleTestFile> files = new ArrayList<>();
        for (Path path : paths) {
            try {
                for (Path file : RuleFiles.filesOf(path)) {
                    files.add(read(file, windows));
                }
            } catch (IOException e) {
                files.add(unreadable(path, "cannot be read: " + e.getMessage()));
            }
        }
        return files;
    }

    private static RuleTestFile read(Path file, ComputedWindows windows) throws IOException {
        if (!Files.exists(file)) {
            return unreadable(file, "there is no such file");
        }
        RuleText text = RuleText.read(Files.readAllBytes(file));
        List<YamlDocument> documents = YamlDocument.readAll(text.text());
        if (documents.size() != 1) {
            return unreadable(
                    file, "must be one YAML document with the keys rules and tests, not several");
        }
        YamlDocument document = documents.get(0);
        List<Fault> faults = new ArrayList<>(text.faults());
        faults.addAll(document.faults());
        List<RuleFileProblem> problems = new ArrayList<>();
        List<FiledDefinition> definitions = new ArrayList<>();
        List<RuleTest> tests = new ArrayList<>();
        if (document.tree().isPresent()) {
            List<Problem> ofTree = new ArrayList<>();
            TreeReader root = TreeReader.ofRoot(document.tree().get(), ofTree);
            root.requireKnownKeys(Set.of("rules", "interval", "start", "tests"));
            RuleFiles rules = readRules(file, root, windows);
            problems.addAll(rules.problems());
            definitions.addAll(rules.definitions());
            tests.addAll(readTests(root, document, definitions));
            ofTree.forEach(each -> faults.add(new Fault(document.lineOf(each.key()), each)));
        }
        faults.stream()
                .sorted(Comparator.comparingInt(Fault::line))
                .forEach(
                        fault ->
                                problems.add(
                                        new RuleFileProblem(file, fault.line(), fault.problem())));
        return new RuleTestFile(file, definitions, tests, problems);
    }

    private static RuleFiles readRules(Path file, TreeReader root, ComputedWindows windows) {
        List<String> paths = root.readTexts("rules", MOST_FILES, LONGEST_PATH);
        if (paths.isEmpty()) {
            root.refuse("rules", "is missing: the files of rules that are tested, seen from here");
        }
        return RuleFiles.read(
                paths.stream().map(path -> file.resolveSibling(path).normalize()).toList(),
                windows);
    }

    private static List<RuleTest> readTests(
            TreeReader root, YamlDocument document, List<FiledDefinition> definitions) {
        List<TreeReader> trees = root.readObjects("tests", MOST_TESTS);
        if (!root.has("tests")) {
            root.refuse("tests", "is missing");
        }
        RuleTestReader reader = RuleTestReader.of(root, definitions);
        List<RuleTest> tests = new ArrayList<>();
        for (int i = 0; i < trees.size(); i++) {
            tests.add(reader.read(trees.get(i), document.lineOf("tests[" + i + "]")));
        }
        return tests;
    }

    private static RuleTestFile unreadable(Path file, String reason) {
        return new RuleTestFile(
                file,
                List.of(),
                List.of(),
                List.of(new RuleFileProblem(file, 0, new Problem("", reason))));
    }
}
