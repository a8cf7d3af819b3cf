package io.hostpulse.job.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutageTest {

    private final List<String> log = new ArrayList<>();
    private final Outage outage = new Outage("Kafka", "records", log::add);

    @Test
    void aReasonThatStaysIsToldOnceAndOneThatChangesAtEachChange() {
        outage.fail("403", "403, blocked");
        outage.fail("403", "403, blocked again");
        outage.fail("401", "401, who are you");
        outage.fail("401", "401, who are you");
        outage.fail("403", "403, blocked once more");

        assertThat(log)
                .containsExactly(
                        "Kafka takes no records, trying again until it does: 403, blocked",
                        "Kafka still takes no records, now because of this: 401, who are you",
                        "Kafka still takes no records, now because of this: 403, blocked once more");
    }

    @Test
    void itsEndIsToldOnceAndTheNextBeginsAnew() {
        outage.end();
        outage.fail("403", "403, blocked");
        assertThat(outage.sinceMillis()).isPositive();
        outage.end();
        outage.end();
        assertThat(outage.sinceMillis()).isZero();
        outage.fail("403", "403, blocked");

        assertThat(log).hasSize(3);
        assertThat(log.get(1)).matches("Kafka takes records again after \\d+ ms");
        assertThat(log.get(2)).isEqualTo(log.get(0));
    }
}
