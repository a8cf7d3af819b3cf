package io.hostpulse.stack.command;

import io.hostpulse.stack.rule.AnnouncedJobs;
import io.hostpulse.stack.rule.RuleFileProblem;
import io.hostpulse.stack.rule.RuleFiles;
import io.hostpulse.wire.SafeText;
import java.io.PrintWriter;
import java.util.List;

/** What is said of files of rules. */
final class RuleReport {

    private RuleReport() {}

    /** Says so where the windows of rules are held against an assumption. */
    static void basis(AnnouncedJobs jobs, PrintWriter err) {
        if (jobs.jobs().isEmpty()) {
            err.println(
                    "No job is known: windows are held against the job's default ones, %s."
                            .formatted(jobs.windows()));
        }
    }

    /** Prints all that is wrong; the exit code for that. */
    static int problems(RuleFiles files, PrintWriter err) {
        return problems(files.problems(), err);
    }

    /** The same of problems of any files. */
    static int problems(List<RuleFileProblem> problems, PrintWriter err) {
        problems.forEach(each -> err.println(SafeText.ofLines(each.toString())));
        int count = problems.size();
        err.println(count + (count == 1 ? " problem" : " problems"));
        return 1;
    }

    /** Prints what does not keep the rules from being applied. */
    static void warnings(List<RuleFileProblem> warnings, PrintWriter err) {
        warnings.forEach(
                each ->
                        err.println(
                                SafeText.ofLines(
                                        new RuleFileProblem(
                                                        each.file(),
                                                        each.line(),
                                                        each.problem().asWarning())
                                                .toString())));
    }
}
