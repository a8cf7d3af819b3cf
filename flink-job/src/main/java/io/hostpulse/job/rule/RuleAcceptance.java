package io.hostpulse.job.rule;

import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.rule.Definition;
import io.hostpulse.wire.rule.InvalidRuleException;
import io.hostpulse.wire.rule.Problem;
import io.hostpulse.wire.rule.Rule;
import io.hostpulse.wire.rule.RuleReader;
import java.io.Serializable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Which rules this job can use: those that can be read, and whose windows it computes. */
final class RuleAcceptance implements Serializable {

    private static final long serialVersionUID = 1L;

    private final TreeSet<Duration> windowSizes;

    RuleAcceptance(Collection<Duration> windowSizes) {
        this.windowSizes = new TreeSet<>(windowSizes);
    }

    /**
     * @throws InvalidRuleException with all that keeps it from being used
     */
    Definition read(byte[] json) throws InvalidRuleException {
        Definition definition = RuleReader.read(json);
        if (definition instanceof Rule rule) {
            List<String> missing =
                    rule.windows().stream()
                            .filter(size -> !windowSizes.contains(size))
                            .map(HumanDuration::format)
                            .toList();
            if (!missing.isEmpty()) {
                throw new InvalidRuleException(
                        List.of(
                                new Problem(
                                        "when.window",
                                        "windows of %s are not computed, only of %s; see the job's option --windows"
                                                .formatted(
                                                        String.join(", ", missing),
                                                        String.join(", ", known())))));
            }
        }
        return definition;
    }

    private List<String> known() {
        return windowSizes.stream().map(HumanDuration::format).toList();
    }
}
