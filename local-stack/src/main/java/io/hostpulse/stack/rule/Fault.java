package io.hostpulse.stack.rule;

import io.hostpulse.wire.rule.Problem;

/**
 * Something that is wrong in a line of a file.
 *
 * @param line from 1
 */
public record Fault(int line, Problem problem) {

    /**
     * @param key as far as it is known, else empty
     * @param reason what is wrong, and what to do about it
     */
    public static Fault of(int line, String key, String reason) {
        return new Fault(line, new Problem(key, reason));
    }
}
