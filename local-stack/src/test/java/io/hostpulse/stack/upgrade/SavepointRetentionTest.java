package io.hostpulse.stack.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.stack.upgrade.SavepointRecord.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SavepointRetentionTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    @Test
    void theNewestAndThoseForARollbackStayWhateverTheirNumberAndAge() {
        SavepointRecord newest = taken("e", Reason.SAVEPOINT, 40);
        SavepointRecord older = taken("d", Reason.DOWN, 41);
        SavepointRecord before = taken("c", Reason.UPGRADE, 50);
        SavepointRecord undone = taken("b", Reason.UPGRADE, 60).undone();
        SavepointRecord oldest = taken("a", Reason.UPGRADE, 70);

        assertThat(
                        new SavepointRetention(1, Duration.ofDays(30))
                                .superfluous(List.of(newest, older, before, undone, oldest), NOW))
                .containsExactly(older, undone, oldest);
    }

    @Test
    void othersGoByNumberOrByAge() {
        SavepointRecord newest = taken("d", Reason.SAVEPOINT, 1);
        SavepointRecord second = taken("c", Reason.SAVEPOINT, 2);
        SavepointRecord third = taken("b", Reason.SAVEPOINT, 3);
        SavepointRecord old = taken("a", Reason.SAVEPOINT, 31);
        List<SavepointRecord> all = List.of(newest, second, third, old);

        assertThat(new SavepointRetention(2, Duration.ofDays(90)).superfluous(all, NOW))
                .containsExactly(third, old);
        assertThat(new SavepointRetention(9, Duration.ofDays(30)).superfluous(all, NOW))
                .containsExactly(old);
    }

    private static SavepointRecord taken(String name, Reason reason, int daysAgo) {
        return Jobs.savepoint(name, reason, name, NOW.minus(Duration.ofDays(daysAgo)));
    }
}
