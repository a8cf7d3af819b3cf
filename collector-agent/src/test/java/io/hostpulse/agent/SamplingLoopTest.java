package io.hostpulse.agent;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SamplingLoopTest {

    private final List<HostSample> published = new CopyOnWriteArrayList<>();
    private final AtomicLong nanoTime = new AtomicLong();

    @Test
    void aSlowReadingMissesTicksWithoutMakingUpForThem() {
        Cadence cadence = new Cadence(() -> 10, 0);
        SamplingLoop loop =
                new SamplingLoop(
                        () -> {},
                        () -> {
                            nanoTime.addAndGet(25);
                            return HostSample.getDefaultInstance();
                        },
                        SamplingLoopTest::goodbye,
                        published::add,
                        cadence,
                        nanoTime::get);

        loop.turn();

        assertThat(published).hasSize(1);
        assertThat(cadence.missedTicks()).isEqualTo(2);
        assertThat(cadence.nextNanos()).isEqualTo(30);
    }

    @Test
    void aSampleThatCannotBeTakenDoesNotStopTheNext() {
        AtomicInteger attempts = new AtomicInteger();
        SamplingLoop loop =
                new SamplingLoop(
                        () -> {},
                        () -> {
                            if (attempts.getAndIncrement() == 0) {
                                throw new IllegalStateException("first");
                            }
                            return HostSample.getDefaultInstance();
                        },
                        SamplingLoopTest::goodbye,
                        published::add,
                        new Cadence(() -> 10, 0),
                        nanoTime::get);

        loop.turn();
        nanoTime.set(10);
        loop.turn();

        assertThat(published).hasSize(1);
    }

    @Test
    void settingsAreLookedAtEveryFiveSecondsBetweenTicksThatAreFurtherApart() {
        AtomicInteger looks = new AtomicInteger();
        SamplingLoop loop =
                new SamplingLoop(
                        looks::incrementAndGet,
                        HostSample::getDefaultInstance,
                        SamplingLoopTest::goodbye,
                        published::add,
                        new Cadence(() -> SECONDS.toNanos(12), 0),
                        nanoTime::get);

        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            loop.turn();
            waits.add(NANOSECONDS.toSeconds(loop.waitNanos()));
            nanoTime.addAndGet(loop.waitNanos());
        }

        assertThat(waits).containsExactly(5L, 5L, 2L, 5L);
        assertThat(looks).hasValue(4);
        assertThat(published).hasSize(2);
    }

    @Test
    void anIntervalThatChangesBetweenTicksIsTakenAtTheNextLook() {
        AtomicLong interval = new AtomicLong(MINUTES.toNanos(5));
        AtomicLong changed = new AtomicLong(interval.get());
        Cadence cadence = new Cadence(interval::get, 0);
        SamplingLoop loop =
                new SamplingLoop(
                        () -> interval.set(changed.get()),
                        HostSample::getDefaultInstance,
                        SamplingLoopTest::goodbye,
                        published::add,
                        cadence,
                        nanoTime::get);
        loop.turn();
        changed.set(SECONDS.toNanos(1));

        nanoTime.addAndGet(loop.waitNanos());
        loop.turn();

        assertThat(published).hasSize(2);
        assertThat(cadence.nextNanos()).isEqualTo(SECONDS.toNanos(6));
        assertThat(cadence.missedTicks()).isZero();
    }

    @Test
    void settingsThatCannotBeLookedAtDoNotStopTheSamples() {
        SamplingLoop loop =
                new SamplingLoop(
                        () -> {
                            throw new IllegalStateException("settings");
                        },
                        HostSample::getDefaultInstance,
                        SamplingLoopTest::goodbye,
                        published::add,
                        new Cadence(() -> 10, 0),
                        nanoTime::get);

        loop.turn();

        assertThat(published).hasSize(1);
    }

    @Test
    void itTakesSamplesUntilItIsStoppedAndThenSaysGoodbyeOnce() throws InterruptedException {
        SamplingLoop loop =
                new SamplingLoop(
                        () -> {},
                        HostSample::getDefaultInstance,
                        SamplingLoopTest::goodbye,
                        published::add,
                        new Cadence(Duration.ofMillis(1)::toNanos, System.nanoTime()),
                        System::nanoTime);
        loop.start();
        await().until(() -> published.size() >= 3);

        loop.stop(Goodbye.REBOOTING);
        loop.awaitEnd();

        assertThat(published).endsWith(goodbye(Goodbye.REBOOTING));
        assertThat(published.subList(0, published.size() - 1))
                .containsOnly(HostSample.getDefaultInstance());
    }

    @Test
    void aGoodbyeThatCannotBeTakenDoesNotKeepItFromStopping() throws InterruptedException {
        SamplingLoop loop =
                new SamplingLoop(
                        () -> {},
                        HostSample::getDefaultInstance,
                        reason -> {
                            throw new IllegalStateException("goodbye");
                        },
                        published::add,
                        new Cadence(Duration.ofHours(1)::toNanos, System.nanoTime()),
                        System::nanoTime);
        loop.start();
        await().until(() -> published.size() == 1);

        loop.stop(Goodbye.STOPPED);
        loop.awaitEnd();

        assertThat(published).hasSize(1);
    }

    static HostSample goodbye(Goodbye reason) {
        return HostSample.newBuilder().setGoodbye(reason).build();
    }
}
