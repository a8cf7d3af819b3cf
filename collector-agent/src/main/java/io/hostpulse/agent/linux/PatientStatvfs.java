package io.hostpulse.agent.linux;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks filesystems of other hosts, which hang when that host is gone. Each question is put on a
 * thread of its own, and no second one while the first is open. Used by one thread.
 */
final class PatientStatvfs implements Statvfs {

    private final Statvfs statvfs;
    private final Duration patience;
    private final Map<String, CompletableFuture<Space>> open = new HashMap<>();

    PatientStatvfs(Statvfs statvfs, Duration patience) {
        this.statvfs = statvfs;
        this.patience = patience;
    }

    @Override
    public Space query(String mountPoint) throws IOException {
        CompletableFuture<Space> earlier = open.get(mountPoint);
        if (earlier != null && !earlier.isDone()) {
            throw new IOException(mountPoint + " does not answer");
        }
        CompletableFuture<Space> answer = ask(mountPoint);
        open.put(mountPoint, answer);
        try {
            Space space = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            open.remove(mountPoint);
            return space;
        } catch (TimeoutException e) {
            throw new IOException(mountPoint + " did not answer in " + patience.toMillis() + " ms");
        } catch (ExecutionException e) {
            open.remove(mountPoint);
            throw new IOException(mountPoint + ": " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + mountPoint, e);
        }
    }

    private CompletableFuture<Space> ask(String mountPoint) {
        CompletableFuture<Space> answer = new CompletableFuture<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                answer.complete(statvfs.query(mountPoint));
                            } catch (IOException | RuntimeException | LinkageError e) {
                                answer.completeExceptionally(e);
                            }
                        },
                        "statvfs " + mountPoint);
        thread.setDaemon(true);
        thread.start();
        return answer;
    }
}
