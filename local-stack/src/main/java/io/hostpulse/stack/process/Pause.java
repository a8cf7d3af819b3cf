package io.hostpulse.stack.process;

import java.time.Duration;
import java.util.concurrent.CancellationException;

/** A pause between two looks at another process, which cannot tell when it has something to say. */
public final class Pause {

    private Pause() {}

    /**
     * @throws CancellationException if the thread is interrupted
     */
    public static void of(Duration length) {
        try {
            Thread.sleep(length.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }
}
