package io.hostpulse.stack.command;

import java.util.concurrent.CountDownLatch;

/** What is to be done when the user or the system ends this program while it works. */
final class InterruptAction {

    private final Runnable action;
    private volatile boolean isInterrupted;

    InterruptAction(Runnable action) {
        this.action = action;
    }

    /**
     * Works, and does the action if interrupted meanwhile. The work does not return then: the
     * program ends after the action, and what the work has to say about its end is of no interest.
     */
    void guard(Runnable work) {
        Thread hook =
                new Thread(
                        () -> {
                            isInterrupted = true;
                            action.run();
                        },
                        "interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            work.run();
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException ending) {
                awaitEndOfProgram();
            }
            if (isInterrupted) {
                awaitEndOfProgram();
            }
        }
    }

    private static void awaitEndOfProgram() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
