package io.hostpulse.stack.ruletest;

import java.util.Map;

/**
 * A host of a test.
 *
 * @param aheadSeconds by how much its clock is ahead, sample by sample; where there is no value, by
 *     nothing
 */
record TestedHost(String id, String name, Map<String, String> labels, SeriesValues aheadSeconds) {

    TestedHost {
        labels = Map.copyOf(labels);
    }

    static TestedHost named(String id) {
        return new TestedHost(id, id, Map.of(), SeriesValues.parse("0"));
    }
}
