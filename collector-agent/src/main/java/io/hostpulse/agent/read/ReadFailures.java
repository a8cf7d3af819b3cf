package io.hostpulse.agent.read;

import java.io.IOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what could not be read, in all and by group of readings, and says so once when it begins
 * and once when it ends. Used by the one thread that reads.
 */
public final class ReadFailures {

    /** Something that is read. */
    public interface Source<T> {
        T read() throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(ReadFailures.class);

    private final Set<String> failing = new HashSet<>();
    private final Map<String, Long> countByGroup = new TreeMap<>();
    private Optional<String> group = Optional.empty();
    private long count;

    /** Failures since the start. */
    public long count() {
        return count;
    }

    /**
     * Failures since the start of every group that has had one, in the order of their names. A
     * group that can be read again keeps its count.
     */
    public Map<String, Long> countByGroup() {
        return Collections.unmodifiableMap(countByGroup);
    }

    /**
     * As {@link #attempt}; whatever fails meanwhile is counted for {@code groupName} too.
     *
     * @param groupName the name that samples have
     */
    public <T> Optional<T> attemptGroup(String groupName, String what, Source<T> source) {
        group = Optional.of(groupName);
        try {
            return attempt(what, source);
        } finally {
            group = Optional.empty();
        }
    }

    /**
     * What {@code source} gives, or nothing when it fails. Native libraries fail with linkage
     * errors, hence no failure of one subject may stop the others.
     *
     * @param what the name that the warning has
     */
    public <T> Optional<T> attempt(String what, Source<T> source) {
        try {
            T value = source.read();
            if (failing.remove(what)) {
                LOG.info("{}: can be read again", what);
            }
            return Optional.of(value);
        } catch (IOException | RuntimeException | LinkageError e) {
            count++;
            group.ifPresent(name -> countByGroup.merge(name, 1L, Long::sum));
            if (failing.add(what)) {
                LOG.warn("{}: cannot be read, left out until it can: {}", what, e.toString());
            }
            return Optional.empty();
        }
    }
}
