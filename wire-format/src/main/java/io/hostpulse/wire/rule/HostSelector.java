package io.hostpulse.wire.rule;

import io.hostpulse.wire.proto.HostIdentity;
import java.util.List;
import java.util.Map;

/**
 * Some of the hosts.
 *
 * @param names globs, one of which must match the host's name or id; empty: any
 * @param labels that the host must have, all of them
 */
public record HostSelector(List<String> names, Map<String, String> labels) {

    /** Every host. */
    public static final HostSelector ALL = new HostSelector(List.of(), Map.of());

    public HostSelector {
        names = List.copyOf(names);
        labels = Map.copyOf(labels);
    }

    public boolean matches(HostIdentity host) {
        return (names.isEmpty() || names.stream().anyMatch(glob -> isNamed(glob, host)))
                && labels.entrySet().stream()
                        .allMatch(
                                label ->
                                        label.getValue()
                                                .equals(host.getLabelsMap().get(label.getKey())));
    }

    private static boolean isNamed(String glob, HostIdentity host) {
        return Glob.matches(glob, host.getName()) || Glob.matches(glob, host.getId());
    }
}
