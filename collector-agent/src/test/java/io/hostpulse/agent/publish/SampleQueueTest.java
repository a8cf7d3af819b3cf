package io.hostpulse.agent.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SampleQueueTest {

    private final SampleQueue queue = new SampleQueue(3);

    @Test
    void samplesLeaveInTheOrderInWhichTheyCame() throws InterruptedException {
        add(1);
        add(2);

        assertThat(take()).isEqualTo(1);
        assertThat(take()).isEqualTo(2);
        assertThat(queue.take(Duration.ZERO)).isEmpty();
    }

    @Test
    void theOldestMakesRoomWhenItIsFull() throws InterruptedException {
        for (int time = 1; time <= 5; time++) {
            add(time);
        }

        assertThat(queue.dropped()).isEqualTo(2);
        assertThat(queue.size()).isEqualTo(3);
        assertThat(take()).isEqualTo(3);
    }

    @Test
    void whatIsLeftCanBeTakenAfterItIsClosed() throws InterruptedException {
        add(1);
        queue.close();

        assertThat(queue.isDrained()).isFalse();
        assertThat(take()).isEqualTo(1);
        assertThat(queue.isDrained()).isTrue();
        assertThat(queue.take(Duration.ofHours(1))).isEmpty();
    }

    private void add(long time) {
        queue.add(new EncodedSample("host", time, new byte[0]));
    }

    private long take() throws InterruptedException {
        return queue.take(Duration.ZERO).orElseThrow().timeMillis();
    }
}
