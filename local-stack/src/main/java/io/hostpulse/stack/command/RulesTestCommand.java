package io.hostpulse.stack.command;

import io.hostpulse.stack.SourceTree;
import io.hostpulse.stack.rule.RuleFileProblem;
import io.hostpulse.stack.ruletest.DetectionSimulation;
import io.hostpulse.stack.ruletest.RuleTestFile;
import io.hostpulse.stack.ruletest.TestResult;
import io.hostpulse.stack.view.Terminal;
import io.hostpulse.stack.view.Terminal.Colour;
import io.hostpulse.wire.SafeText;
import io.hostpulse.wire.rule.ComputedWindows;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs unit tests of rules. */
@Command(
        name = "test",
        description = {
            "Runs files of tests: samples, and the alerts that rules have to make of them.",
            "The job's own detection runs, on a clock that is set; no server is needed. Of what comes"
                    + " otherwise it says what is missing (-), what came besides (+) and what came"
                    + " otherwise (~). docs/detection.md says what a file may hold, rules/tests has"
                    + " examples."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all tests have passed",
            "1:one has not, or a file is wrong",
            "2:wrong usage"
        })
public final class RulesTestCommand implements Callable<Integer> {

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description = "Files of tests, or directories whose *.yaml are meant.")
    private List<Path> paths;

    @Option(
            names = "--windows",
            split = ",",
            paramLabel = "SIZE[/SLIDE]",
            defaultValue = ComputedWindows.DEFAULT_SPECS,
            description = "The job's option of that name, default ${DEFAULT-VALUE}.")
    private List<String> windows;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        String specs = String.join(",", windows);
        List<RuleTestFile> files = RuleTestFile.readAll(paths, computed(specs));
        List<RuleFileProblem> problems =
                files.stream().flatMap(file -> file.problems().stream()).distinct().toList();
        if (!problems.isEmpty()) {
            return RuleReport.problems(problems, spec.commandLine().getErr());
        }
        int passed = 0;
        int failed = 0;
        try (DetectionSimulation simulation =
                new DetectionSimulation(SourceTree.current(), specs)) {
            for (RuleTestFile file : files) {
                for (TestResult result : TestResult.of(file, simulation)) {
                    print(file, result);
                    if (result.hasPassed()) {
                        passed++;
                    } else {
                        failed++;
                    }
                }
            }
        }
        spec.commandLine().getOut().println("%d passed, %d failed".formatted(passed, failed));
        return failed == 0 ? 0 : 1;
    }

    private void print(RuleTestFile file, TestResult result) {
        PrintWriter out = spec.commandLine().getOut();
        Terminal terminal = Terminal.ofStandardOutput();
        out.println(
                (result.hasPassed()
                                ? terminal.paint(Colour.GOOD, "ok    ")
                                : terminal.paint(Colour.BAD, "failed"))
                        + "  "
                        + SafeText.ofLine(result.name())
                        + terminal.paint(Colour.FAINT, "  " + file.file() + ":" + result.line()));
        result.differences()
                .forEach(difference -> out.println("        " + SafeText.ofLine(difference)));
        out.flush();
    }

    private ComputedWindows computed(String specs) {
        try {
            return ComputedWindows.ofSpecs(specs);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--windows: " + e.getMessage(), e);
        }
    }
}
