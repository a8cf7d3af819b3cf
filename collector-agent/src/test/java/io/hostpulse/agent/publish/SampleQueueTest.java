package io.hostpulse.agent.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SampleQueueTest {

    private final SampleQueue queue = new SampleQueue(3);

    @Test
    void samplesLeaveInTheOrderInWhichTheyCame() {
        add(1);
        add(2);

        assertThat(takeAll()).containsExactly(1L, 2L);
        assertThat(queue.poll()).isEmpty();
    }

    @Test
    void theOldestMakesRoomWhenItIsFull() {
        for (int time = 1; time <= 5; time++) {
            add(time);
        }

        assertThat(queue.dropped()).isEqualTo(2);
        assertThat(queue.size()).isEqualTo(3);
        assertThat(takeAll()).containsExactly(3L, 4L, 5L);
    }

    @Test
    void whatIsPutBackIsTheOldestAgain() {
        add(1);
        add(2);
        QueuedSample oldest = queue.poll().orElseThrow();
        queue.putBack(oldest);

        assertThat(takeAll()).containsExactly(1L, 2L);
    }

    @Test
    void whatIsPutBackIsDroppedWhenItsPlaceWasTaken() {
        for (int time = 2; time <= 4; time++) {
            add(time);
        }
        queue.putBack(sample(1));

        assertThat(queue.dropped()).isEqualTo(1);
        assertThat(takeAll()).containsExactly(2L, 3L, 4L);
    }

    @Test
    void nobodyWaitsOnceThereIsASampleOrACall() throws InterruptedException {
        add(1);
        queue.await(Duration.ofDays(1));
        queue.wake();
        queue.await(Duration.ofDays(1));
        queue.await(Duration.ZERO);

        assertThat(queue.size()).isEqualTo(1);
    }

    private void add(long time) {
        queue.add(sample(time));
    }

    private static QueuedSample sample(long time) {
        return new QueuedSample(new EncodedSample("host", time, new byte[0]), 0);
    }

    private List<Long> takeAll() {
        List<Long> times = new ArrayList<>();
        Optional<QueuedSample> next = queue.poll();
        while (next.isPresent()) {
            times.add(next.get().sample().timeMillis());
            next = queue.poll();
        }
        return times;
    }
}
