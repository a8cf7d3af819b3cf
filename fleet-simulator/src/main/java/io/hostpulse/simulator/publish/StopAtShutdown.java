package io.hostpulse.simulator.publish;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * While it is open, the end of the JVM (Ctrl-C, a termination signal) interrupts the thread that
 * opened it, and waits until that thread has closed it, for some seconds at most.
 */
public final class StopAtShutdown implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 10;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;

    public StopAtShutdown() {
        Thread worker = Thread.currentThread();
        hook =
                new Thread(
                        () -> {
                            worker.interrupt();
                            awaitClosing();
                        },
                        "stop-at-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // the hook runs already, and has just been let go
        }
    }

    private void awaitClosing() {
        try {
            closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
