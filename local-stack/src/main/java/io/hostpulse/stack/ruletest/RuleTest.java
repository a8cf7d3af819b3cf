package io.hostpulse.stack.ruletest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Samples, and what alerts have to become of them.
 *
 * @param line of the file where it begins, from 1
 * @param ruleId the one rule that is tested; empty: all rules of the file
 * @param start when the first sample is taken, and arrives
 * @param interval from one sample to the next
 * @param end after {@code start}
 */
record RuleTest(
        String name,
        int line,
        Optional<String> ruleId,
        Instant start,
        Duration interval,
        Duration end,
        List<TestedHost> hosts,
        List<Series> series,
        List<ExpectedAlert> alerts) {

    RuleTest {
        hosts = List.copyOf(hosts);
        series = List.copyOf(series);
        alerts = List.copyOf(alerts);
    }
}
