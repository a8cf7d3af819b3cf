package io.hostpulse.stack.chaos;

import java.util.ArrayList;
import java.util.List;

/**
 * What is there of one kind, beside what must be.
 *
 * @param kind such as {@code windows}
 * @param missing how many of the expected are not there
 * @param surplus how many are there, or are there once more, that must not be
 * @param different how many are there, but with another content
 * @param differences the first of all these, told in full
 */
public record Comparison(
        String kind,
        long expected,
        long found,
        long missing,
        long surplus,
        long different,
        List<String> differences) {

    public Comparison {
        differences = List.copyOf(differences);
    }

    /** The same with things that must not be there. */
    Comparison withTooMuch(List<String> others) {
        List<String> all = new ArrayList<>(differences);
        others.forEach(each -> all.add(kind + ": too much " + each));
        return new Comparison(
                kind,
                expected,
                found + others.size(),
                missing,
                surplus + others.size(),
                different,
                all);
    }

    boolean isEqual() {
        return missing + surplus + different == 0;
    }
}
