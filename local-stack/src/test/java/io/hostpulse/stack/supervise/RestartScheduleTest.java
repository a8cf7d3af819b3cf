package io.hostpulse.stack.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartScheduleTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final RestartSchedule<String> schedule = new RestartSchedule<>();

    @Test
    void theFirstRestartIsAtOnce() {
        assertThat(schedule.due("kafka", START, START.plusSeconds(5)))
                .isEqualTo(START.plusSeconds(5));
    }

    @Test
    void whatEndsAgainAndAgainIsStartedLaterEachTimeUpToAMinute() {
        List<Long> delays = new ArrayList<>();
        Instant run = START;
        for (int i = 0; i < 10; i++) {
            Instant ended = run.plusSeconds(1);
            Instant due = schedule.due("kafka", run, ended);
            delays.add(Duration.between(ended, due).toSeconds());
            run = due;
        }

        assertThat(delays).containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
    }

    @Test
    void theDelayStaysTheSameHoweverOftenItIsAskedFor() {
        schedule.due("kafka", START, START.plusSeconds(1));
        Instant second = START.plusSeconds(2);

        Instant due = schedule.due("kafka", second, second.plusSeconds(1));

        assertThat(schedule.due("kafka", second, second.plusSeconds(40))).isEqualTo(due);
    }

    @Test
    void whatRanWellForAWhileIsStartedAtOnceAgain() {
        schedule.due("kafka", START, START);
        schedule.due("kafka", START.plusSeconds(1), START.plusSeconds(1));
        Instant run = START.plusSeconds(2);
        Instant ended = run.plus(RestartSchedule.WELL);

        assertThat(schedule.due("kafka", run, ended)).isEqualTo(ended);
    }

    @Test
    void whatCannotEvenBeStartedIsTriedLater() {
        assertThat(schedule.due("kafka", START, START)).isEqualTo(START);

        schedule.failed("kafka", START, START);
        assertThat(schedule.due("kafka", START, START)).isEqualTo(START.plusSeconds(1));

        schedule.failed("kafka", START, START.plusSeconds(1));
        assertThat(schedule.due("kafka", START, START.plusSeconds(1)))
                .isEqualTo(START.plusSeconds(3));
    }

    @Test
    void oneThingDoesNotDelayAnother() {
        schedule.due("kafka", START, START);
        schedule.due("kafka", START.plusSeconds(1), START.plusSeconds(1));

        assertThat(schedule.due("agent", START, START.plusSeconds(1)))
                .isEqualTo(START.plusSeconds(1));
    }
}
