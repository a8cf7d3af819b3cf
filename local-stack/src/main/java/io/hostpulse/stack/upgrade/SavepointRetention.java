package io.hostpulse.stack.upgrade;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which savepoints are kept: the newest ones, and none for longer than a time.
 *
 * @param count how many
 * @param age how long
 */
public record SavepointRetention(int count, Duration age) {

    public static final SavepointRetention DEFAULT =
            new SavepointRetention(10, Duration.ofDays(30));

    /**
     * Those that may go. The newest never does, nor do those that a rollback goes back to.
     *
     * @param newestFirst all records
     */
    List<SavepointRecord> superfluous(List<SavepointRecord> newestFirst, Instant now) {
        Set<SavepointRecord> needed = new HashSet<>(SavepointFolder.beforeLastUpgrade(newestFirst));
        newestFirst.stream()
                .findFirst()
                .ifPresent(
                        newest ->
                                newestFirst.stream()
                                        .filter(each -> each.operation().equals(newest.operation()))
                                        .forEach(needed::add));
        return newestFirst.stream()
                .filter(each -> !needed.contains(each))
                .filter(
                        each ->
                                newestFirst.indexOf(each) >= count
                                        || each.time().isBefore(now.minus(age)))
                .toList();
    }
}
