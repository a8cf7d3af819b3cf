package io.hostpulse.job.rule;

import io.hostpulse.job.model.ObservedConditions;
import io.hostpulse.job.model.Sample;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;

/**
 * What has been seen of conditions on the current host, at one sample: which of them were known
 * before it, so that they can begin with it. Only rules that ask when a condition begins have some.
 * Kept for a thing as long as it comes, of {@value Subjects#MAX_TRACKED} things at most.
 */
final class Observations {

    /**
     * Sets of conditions, one bit each.
     *
     * @param before of which it was known before the sample whether they held
     * @param after of which it is known now
     */
    record Known(long before, long after) {}

    static final Known NOTHING = new Known(0, 0);

    private final MapState<String, ObservedConditions> observed;
    private final Sample sample;
    private final long timeMillis;
    private final long previousMillis;
    private final boolean isAfterSilence;
    private final Map<String, ObservedConditions> others = new HashMap<>();
    private int things;

    /**
     * @param host its steady time at the sample
     * @param previousMillis the steady time of the live sample before
     * @param isAfterSilence whether the host was silent between both, or its clock was put back
     */
    Observations(
            MapState<String, ObservedConditions> observed,
            List<PreparedRule> rules,
            Sample sample,
            HostFacts host,
            long previousMillis,
            boolean isAfterSilence)
            throws Exception {
        this.observed = observed;
        this.sample = sample;
        this.timeMillis = host.timeMillis();
        this.previousMillis = previousMillis;
        this.isAfterSilence = isAfterSilence;
        if (rules.stream().anyMatch(PreparedRule::asksForBeginnings)) {
            for (Map.Entry<String, ObservedConditions> entry : observed.entries()) {
                others.put(entry.getKey(), entry.getValue());
            }
            things = others.size();
        }
    }

    /**
     * Takes in what the sample has of a thing.
     *
     * @param deviceOffset where its metrics begin, below 0 if the sample has no such thing
     */
    Known take(PreparedRule rule, String device, int deviceOffset) throws Exception {
        if (!rule.asksForBeginnings()) {
            return NOTHING;
        }
        String key = rule.key(device);
        ObservedConditions stored = others.remove(key);
        if (stored == null && things >= Subjects.MAX_TRACKED) {
            return NOTHING;
        }
        ObservedConditions before = stored == null ? ObservedConditions.NONE : stored;
        long knownBefore = isAfterSilence ? 0 : before.known();
        ObservedConditions after = next(rule, device, deviceOffset, before, knownBefore);
        if (after.came() == 0) {
            if (stored != null) {
                observed.remove(key);
            }
        } else if (stored == null || !after.isSameAs(stored)) {
            observed.put(key, after);
            things += stored == null ? 1 : 0;
        }
        return new Known(knownBefore, after.known());
    }

    /** Takes in that the sample has nothing of the rule's other things. */
    void takeAbsent(PreparedRule rule) throws Exception {
        if (rule.asksForBeginnings()) {
            String prefix = rule.key("");
            for (String key : List.copyOf(others.keySet())) {
                if (key.startsWith(prefix)) {
                    take(rule, key.substring(prefix.length()), -1);
                }
            }
        }
    }

    private ObservedConditions next(
            PreparedRule rule,
            String device,
            int deviceOffset,
            ObservedConditions before,
            long knownBefore) {
        long came = before.came();
        long known = knownBefore;
        long fresh = before.fresh() | freshOfHost(rule, device);
        int conditions = rule.places().size();
        long[] awaySinceMillis =
                before.awaySinceMillis().length == 0
                        ? new long[conditions]
                        : Arrays.copyOf(before.awaySinceMillis(), conditions);
        for (int condition = 0; condition < conditions; condition++) {
            long bit = 1L << condition;
            PreparedRule.Place place = rule.places().get(condition);
            if (!Double.isNaN(place.read(sample, deviceOffset))) {
                came |= bit;
                known |= place.window() == null ? bit : 0;
                awaySinceMillis[condition] = 0;
            } else if ((came & bit) != 0) {
                if (awaySinceMillis[condition] == 0) {
                    awaySinceMillis[condition] = previousMillis;
                }
                long awayMillis = timeMillis - awaySinceMillis[condition];
                if (awayMillis >= rule.rule().noDataAfter().toMillis()) {
                    came &= ~bit;
                    awaySinceMillis[condition] = 0;
                }
            }
        }
        return ObservedConditions.of(came, (known | fresh) & came, awaySinceMillis);
    }

    /** Windows of the host that a rule of things looks at are kept once, under the host itself. */
    private long freshOfHost(PreparedRule rule, String device) {
        ObservedConditions ofHost = device.isEmpty() ? null : others.get(rule.key(""));
        return ofHost == null ? 0 : ofHost.fresh();
    }
}
