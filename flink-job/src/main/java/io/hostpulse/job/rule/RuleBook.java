package io.hostpulse.job.rule;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.hostpulse.job.model.WindowLook;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.rule.Definition;
import io.hostpulse.wire.rule.InvalidRuleException;
import io.hostpulse.wire.rule.Maintenance;
import io.hostpulse.wire.rule.Rule;
import io.hostpulse.wire.rule.RuleReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All rules and maintenances as they were read, and what they come to on each host. */
final class RuleBook {

    /** Of how many hosts it is kept in mind who they are; of more it is read again. */
    private static final int MAX_HOSTS = 50_000;

    private static final Logger LOG = LoggerFactory.getLogger(RuleBook.class);

    private final List<Rule> rules = new ArrayList<>();
    private final Muting muting;
    private final Set<WindowLook> looks;
    private final Map<Rule, PreparedRule> prepared = new HashMap<>();
    private final Map<List<PreparedRule>, RuleTable> tables = new HashMap<>();
    private final Map<String, HostRules> byHost =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, HostRules> eldest) {
                    return size() > MAX_HOSTS;
                }
            };

    /**
     * @param definitions the JSON of each, by id
     */
    RuleBook(Iterable<Map.Entry<String, byte[]>> definitions) {
        List<Maintenance> maintenances = new ArrayList<>();
        for (Map.Entry<String, byte[]> entry : definitions) {
            readStored(entry.getValue())
                    .ifPresent(
                            definition -> {
                                if (definition instanceof Rule rule) {
                                    rules.add(rule);
                                } else if (definition instanceof Maintenance maintenance) {
                                    maintenances.add(maintenance);
                                }
                            });
        }
        rules.sort(Comparator.comparing(Rule::id));
        muting = new Muting(maintenances);
        looks = rules.stream().flatMap(RuleBook::looks).collect(toUnmodifiableSet());
    }

    private static Stream<WindowLook> looks(Rule rule) {
        return PreparedRule.of(rule).places().stream()
                .filter(place -> place.window() != null)
                .map(
                        place ->
                                new WindowLook(
                                        place.window(),
                                        place.dimension(),
                                        place.aggregate().isPercentile()));
    }

    /** What is known of the host already; null if that is nothing. */
    HostRules known(String hostId) {
        return byHost.get(hostId);
    }

    /** The rules of a host that says that of itself. */
    HostRules on(String hostId, byte[] identity) {
        HostRules known = byHost.get(hostId);
        if (known != null && Arrays.equals(known.serializedIdentity(), identity)) {
            return known;
        }
        HostRules itsRules = HostRules.of(identity, this::table);
        byHost.put(hostId, itsRules);
        return itsRules;
    }

    private RuleTable table(HostIdentity identity) {
        List<PreparedRule> itsRules = new ArrayList<>();
        for (Rule rule : rules) {
            rule.on(identity)
                    .map(onHost -> prepared.computeIfAbsent(onHost, PreparedRule::of))
                    .ifPresent(itsRules::add);
        }
        return tables.computeIfAbsent(itsRules, RuleTable::new);
    }

    void forget(String hostId) {
        byHost.remove(hostId);
    }

    Muting muting() {
        return muting;
    }

    /** The windows that any of the rules looks at. */
    Set<WindowLook> looks() {
        return looks;
    }

    boolean isEmpty() {
        return rules.isEmpty();
    }

    /**
     * Whether what was a rule is none any more, or says something else.
     *
     * @param now null if it is deleted
     */
    static boolean isOtherRule(byte[] before, byte[] now) {
        Optional<Definition> old = readStored(before);
        return old.isPresent()
                && old.get() instanceof Rule
                && (now == null || !old.equals(readStored(now)));
    }

    /** A definition that an earlier version took may be one that this version does not. */
    static Optional<Definition> readStored(byte[] json) {
        try {
            return Optional.of(RuleReader.read(json));
        } catch (InvalidRuleException e) {
            LOG.warn("a stored rule cannot be used any more and rests: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
