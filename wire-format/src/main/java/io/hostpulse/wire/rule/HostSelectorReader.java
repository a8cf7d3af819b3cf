package io.hostpulse.wire.rule;

import java.util.Optional;
import java.util.Set;

/** Reads which hosts are meant. */
final class HostSelectorReader {

    private static final int MAX_ENTRIES = 100;
    private static final int MAX_LENGTH = 255;

    private HostSelectorReader() {}

    /** The selector under {@code hosts}; all hosts where it is absent. */
    static HostSelector read(TreeReader tree) {
        Optional<TreeReader> hosts = tree.readObject("hosts");
        if (hosts.isEmpty()) {
            return HostSelector.ALL;
        }
        hosts.get().requireKnownKeys(Set.of("names", "labels"));
        return new HostSelector(
                hosts.get().readTexts("names", MAX_ENTRIES, MAX_LENGTH),
                hosts.get().readTextByKey("labels", MAX_ENTRIES, MAX_LENGTH));
    }
}
