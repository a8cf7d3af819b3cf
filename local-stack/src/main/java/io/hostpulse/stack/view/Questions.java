package io.hostpulse.stack.view;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.client.HttpStatusException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Asks servers side by side, and waits for all of them no longer than one limit. */
final class Questions implements AutoCloseable {

    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    question -> {
                        Thread thread = new Thread(question, "question");
                        // one that a halted server leaves waiting does not hold up the end
                        thread.setDaemon(true);
                        return thread;
                    });
    private final Duration limit;
    private final Set<Component> alive;
    private final long deadlineNanos;
    private final List<String> problems;

    /**
     * @param alive others are not asked
     * @param problems where is added who does not answer as it should
     */
    Questions(Duration limit, Set<Component> alive, List<String> problems) {
        this.limit = limit;
        this.alive = alive;
        this.deadlineNanos = System.nanoTime() + limit.toNanos();
        this.problems = problems;
    }

    /** What a server has been asked. */
    final class Question<T> {

        private final Component server;
        private final Future<T> answer;

        private Question(Component server, Future<T> answer) {
            this.server = server;
            this.answer = answer;
        }

        /** The answer; empty if there is none in time, or another than it should be. */
        Optional<T> await() {
            if (answer == null) {
                return Optional.empty();
            }
            try {
                long left = Math.max(0, deadlineNanos - System.nanoTime());
                return Optional.of(answer.get(left, TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                addProblem("has not answered for " + limit.toSeconds() + " s: is it halted?");
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UncheckedIOException
                        || e.getCause() instanceof HttpStatusException)) {
                    throw new IllegalStateException(e.getCause());
                }
                addProblem(e.getCause().getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Optional.empty();
        }

        private void addProblem(String problem) {
            String sentence = server.title() + " runs, but " + problem;
            if (!problems.contains(sentence)) {
                problems.add(sentence);
            }
        }
    }

    <T> Question<T> ask(Component server, Supplier<T> question) {
        return new Question<>(
                server, alive.contains(server) ? threads.submit(question::get) : null);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
