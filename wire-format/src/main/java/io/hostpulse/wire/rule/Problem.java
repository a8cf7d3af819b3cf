package io.hostpulse.wire.rule;

import java.io.Serializable;

/**
 * Something that is wrong with a definition.
 *
 * @param key where, such as {@code when.all[1].metric}; empty for the whole
 * @param reason what, and what to do about it
 */
public record Problem(String key, String reason) implements Serializable {

    /** The same, of something that may be meant so. */
    public Problem asWarning() {
        return new Problem(key.isEmpty() ? "warning" : "warning: " + key, reason);
    }

    @Override
    public String toString() {
        return key.isEmpty() ? reason : key + ": " + reason;
    }
}
