package io.hostpulse.job.rule;

import static java.util.stream.Collectors.toSet;

import com.google.protobuf.InvalidProtocolBufferException;
import io.hostpulse.wire.proto.HostIdentity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Who a host is, and the rules as they hold on it, overrides applied.
 *
 * @param serializedIdentity what {@code identity} was read from
 * @param labels names and values of the host's labels, one after the other, in the order of names
 * @param table the rules that apply to it, shared with other hosts
 */
record HostRules(
        byte[] serializedIdentity, HostIdentity identity, String[] labels, RuleTable table) {

    /** Of a host of which nothing is known yet. */
    static final HostRules NONE =
            new HostRules(
                    new byte[0],
                    HostIdentity.getDefaultInstance(),
                    new String[0],
                    new RuleTable(List.of()));

    static HostRules of(byte[] serializedIdentity, Function<HostIdentity, RuleTable> tables) {
        HostIdentity identity = read(serializedIdentity);
        return new HostRules(
                serializedIdentity, identity, labels(identity), tables.apply(identity));
    }

    /** The host's name, or its id where it gives no name. */
    String hostName(String hostId) {
        return identity.getName().isEmpty() ? hostId : identity.getName();
    }

    /** In the order of their ids. */
    List<PreparedRule> rules() {
        return table.rules();
    }

    /** Those that ask whether the host is silent. */
    List<PreparedRule> silences() {
        return table.silences();
    }

    /** Those of {@code before} that are not among these. */
    List<PreparedRule> withoutThese(List<PreparedRule> before) {
        Set<String> ids = rules().stream().map(rule -> rule.rule().id()).collect(toSet());
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
