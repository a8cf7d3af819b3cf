package io.hostpulse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hostpulse.wire.proto.HostSample;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SamplingLoopTest {

    private final List<HostSample> published = new CopyOnWriteArrayList<>();

    @Test
    void aSlowReadingMissesTicksWithoutMakingUpForThem() {
        AtomicLong nanoTime = new AtomicLong();
        Cadence cadence = new Cadence(() -> 10, 0);
        SamplingLoop loop =
                new SamplingLoop(
                        () -> {
                            nanoTime.addAndGet(25);
                            return HostSample.getDefaultInstance();
                        },
                        published::add,
                        cadence,
                        nanoTime::get);

        loop.tick();

        assertThat(published).hasSize(1);
        assertThat(cadence.missedTicks()).isEqualTo(2);
        assertThat(cadence.nextNanos()).isEqualTo(30);
    }

    @Test
    void aSampleThatCannotBeTakenDoesNotStopTheNext() {
        AtomicInteger attempts = new AtomicInteger();
        SamplingLoop loop =
                new SamplingLoop(
                        () -> {
                            if (attempts.getAndIncrement() == 0) {
                                throw new IllegalStateException("first");
                            }
                            return HostSample.getDefaultInstance();
                        },
                        published::add,
                        new Cadence(() -> 10, 0),
                        () -> 0);

        loop.tick();
        loop.tick();

        assertThat(published).hasSize(1);
    }

    @Test
    void itTakesSamplesUntilItIsClosed() throws InterruptedException {
        SamplingLoop loop =
                new SamplingLoop(
                        HostSample::getDefaultInstance,
                        published::add,
                        new Cadence(Duration.ofMillis(1)::toNanos, System.nanoTime()),
                        System::nanoTime);
        loop.start();
        await().until(() -> published.size() >= 3);

        loop.close();
        loop.awaitEnd();

        int taken = published.size();
        assertThat(published).hasSize(taken);
    }
}
