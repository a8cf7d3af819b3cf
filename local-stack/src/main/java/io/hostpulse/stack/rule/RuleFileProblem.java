package io.hostpulse.stack.rule;

import io.hostpulse.wire.rule.Problem;
import java.nio.file.Path;

/**
 * Something that is wrong with a file of rules.
 *
 * @param line from 1; 0 for the file as a whole
 */
public record RuleFileProblem(Path file, int line, Problem problem) {

    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + problem;
    }
}
