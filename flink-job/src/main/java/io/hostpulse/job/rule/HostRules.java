package io.hostpulse.job.rule;

import static java.util.stream.Collectors.toSet;

import com.google.protobuf.InvalidProtocolBufferException;
import io.hostpulse.job.model.Window;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.rule.Rule;
import io.hostpulse.wire.rule.Silence;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rules as they hold on one host, overrides applied, laid out for evaluation.
 *
 * @param serializedIdentity what {@code identity} was read from
 * @param labels names and values of the host's labels, one after the other, in the order of names
 * @param silences those of {@code rules} that ask whether the host is silent
 * @param ofWindows those of {@code rules} that look at windows
 */
record HostRules(
        byte[] serializedIdentity,
        HostIdentity identity,
        String[] labels,
        List<PreparedRule> rules,
        List<PreparedRule> silences,
        List<PreparedRule> ofWindows) {

    /** Of a host of which nothing is known yet. */
    static final HostRules NONE =
            new HostRules(
                    new byte[0],
                    HostIdentity.getDefaultInstance(),
                    new String[0],
                    List.of(),
                    List.of(),
                    List.of());

    /**
     * @param prepared rules that were laid out already, shared between hosts
     */
    static HostRules of(
            byte[] serializedIdentity,
            List<Rule> rules,
            IdentityHashMap<Rule, PreparedRule> prepared) {
        HostIdentity identity = read(serializedIdentity);
        List<PreparedRule> itsRules = new ArrayList<>();
        for (Rule rule : rules) {
            rule.on(identity)
                    .map(
                            onHost ->
                                    rule.overrides().isEmpty()
                                            ? prepared.computeIfAbsent(rule, PreparedRule::of)
                                            : PreparedRule.of(onHost))
                    .ifPresent(itsRules::add);
        }
        return new HostRules(
                serializedIdentity,
                identity,
                labels(identity),
                itsRules,
                itsRules.stream().filter(rule -> rule.rule().when() instanceof Silence).toList(),
                itsRules.stream().filter(rule -> !rule.rule().windows().isEmpty()).toList());
    }

    /**
     * Ids of the rules of which a condition is breached by {@code window}, whatever else they say.
     */
    String[] crossedBy(Window window) {
        List<String> crossed = new ArrayList<>();
        for (PreparedRule rule : ofWindows) {
            if (isCrossed(rule, window) && rule.rule().watches(window.device())) {
                crossed.add(rule.rule().id());
            }
        }
        return crossed.toArray(String[]::new);
    }

    private static boolean isCrossed(PreparedRule rule, Window window) {
        for (PreparedRule.Place place : rule.places()) {
            if (place.isIn(window)
                    && ConditionValues.begins(place.condition(), place.read(window))) {
                return true;
            }
        }
        return false;
    }

    /** Those of {@code before} that are not among these. */
    List<PreparedRule> withoutThese(List<PreparedRule> before) {
        Set<String> ids = rules.stream().map(rule -> rule.rule().id()).collect(toSet());
        return before.stream().filter(rule -> !ids.contains(rule.rule().id())).toList();
    }

    private static String[] labels(HostIdentity identity) {
        return identity.getLabelsMap().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(label -> Stream.of(label.getKey(), label.getValue()))
                .toArray(String[]::new);
    }

    private static HostIdentity read(byte[] serialized) {
        try {
            return HostIdentity.parseFrom(serialized);
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
