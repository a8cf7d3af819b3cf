package io.hostpulse.stack.rule;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Why a text is no YAML.
 *
 * @param line from 1
 * @param isTab whether it is for a tab where YAML wants spaces
 */
record SyntaxError(int line, String reason, boolean isTab) {

    private static final String NO_TOKEN = "that cannot start any token";

    /**
     * @param lines of the text
     */
    static SyntaxError of(JsonProcessingException e, String[] lines) {
        if (e.getCause() instanceof MarkedYAMLException marked) {
            return of(marked, lines);
        }
        JsonLocation at = e.getLocation();
        return new SyntaxError(
                within(at == null ? 1 : at.getLineNr(), lines),
                e.getOriginalMessage().startsWith("Expected a field name")
                        ? "a key must be a word, not a list or an object"
                        : "no YAML: " + e.getOriginalMessage().lines().findFirst().orElse(""),
                false);
    }

    private static SyntaxError of(MarkedYAMLException e, String[] lines) {
        String problem = e.getProblem();
        int line = within(e.getProblemMark().getLine() + 1, lines);
        if (problem.contains("'\\t(TAB)'")) {
            return new SyntaxError(line, "a tab is no indentation in YAML; write spaces", true);
        }
        if (problem.contains(NO_TOKEN)) {
            return new SyntaxError(
                    line,
                    problem.substring(0, problem.indexOf(NO_TOKEN) + NO_TOKEN.length())
                                    .replace("found character", "the character")
                                    .replace(NO_TOKEN, "cannot begin a value")
                            + "; put the value in quotes",
                    false);
        }
        if (problem.startsWith("mapping values are not allowed")) {
            return new SyntaxError(
                    line,
                    "a key cannot stand here; indent it like its neighbours, or put a value that has ': ' in it in quotes",
                    false);
        }
        Mark begin = e.getContextMark();
        if (begin != null && String.valueOf(e.getContext()).contains("quoted scalar")) {
            return new SyntaxError(
                    within(begin.getLine() + 1, lines),
                    "the quote that begins here has no end; close it",
                    false);
        }
        return new SyntaxError(
                line, "no YAML: " + problem + (begin == null ? "" : " " + e.getContext()), false);
    }

    /** The end of a text may lie beyond its last line. */
    private static int within(int line, String[] lines) {
        return Math.max(1, Math.min(line, lines.length));
    }
}
