package io.hostpulse.job.index;

import io.hostpulse.job.index.Verdict.Cause;
import io.hostpulse.job.retry.Backoff;
import io.hostpulse.job.retry.Outage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.elasticsearch.action.ActionListener;
import org.elasticsearch.action.DocWriteRequest;
import org.elasticsearch.action.DocWriteRequest.OpType;
import org.elasticsearch.action.bulk.BulkItemResponse;
import org.elasticsearch.action.bulk.BulkRequest;
import org.elasticsearch.action.bulk.BulkResponse;
import org.elasticsearch.action.index.IndexRequest;
import org.elasticsearch.action.index.IndexResponse;
import org.elasticsearch.common.bytes.BytesReference;
import org.elasticsearch.common.xcontent.XContentType;
import org.elasticsearch.index.shard.ShardId;

/**
 * Sends a bulk until each of its documents is indexed, refused for good, or of no use any more
 * since the index has a newer version. A server that is away or overloaded is tried again for as
 * long as it takes. What the server refuses, or its client cannot send, goes to the refused
 * documents; a bulk that is refused whole is halved until the document is found that is to blame. A
 * document whose labels find no room in its index goes without them. Any other failure is the
 * owner's.
 */
final class PatientBulkSender implements AutoCloseable {

    /** Holds one success, since the client's accumulation makes a null of an empty response. */
    private static final BulkResponse ALL_DONE =
            new BulkResponse(
                    new BulkItemResponse[] {
                        new BulkItemResponse(
                                0,
                                OpType.INDEX,
                                new IndexResponse(
                                        new ShardId("", "", 0), "_doc", "", 0, 0, 0, true))
                    },
                    0);

    /** A smaller bulk whose connection was cut was not cut for its size. */
    private static final long SUSPICIOUS_BYTES = 1024 * 1024;

    /** So often in a row a large one may be cut. */
    private static final int CUTS_OF_ONE_SIZE = 3;

    static final String RETRY_THREAD = "Retry bulks";

    /** Sends one bulk once. */
    interface Transport {
        void send(BulkRequest request, ActionListener<BulkAnswer> listener);
    }

    private final Transport transport;
    private final RefusedDocuments refused;
    private final Backoff backoff;
    private final BulkMetrics metrics;
    private final Outage outage;
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor clock = newClock();
    private volatile boolean closed;

    PatientBulkSender(
            Transport transport,
            RefusedDocuments refused,
            Backoff backoff,
            BulkMetrics metrics,
            Outage outage) {
        this.transport = transport;
        this.refused = refused;
        this.backoff = backoff;
        this.metrics = metrics;
        this.outage = outage;
    }

    /** Calls {@code done} once nothing of {@code request} is left to be sent. */
    void send(BulkRequest request, ActionListener<BulkResponse> done) {
        attempt(request.requests(), 1, () -> done.onResponse(ALL_DONE), done);
    }

    /** Gives up what is still being tried: its senders are told that it failed. */
    @Override
    public void close() {
        closed = true;
        waiting.forEach(this::goOn);
        clock.shutdownNow();
    }

    /**
     * Its thread ends with the job. The JVM's own for delays never does, and would hold the classes
     * of the job that first asked for one.
     */
    private static ScheduledThreadPoolExecutor newClock() {
        return new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    Thread thread = new Thread(task, RETRY_THREAD);
                    thread.setDaemon(true);
                    return thread;
                },
                // after the end, when nothing waits any more
                new ThreadPoolExecutor.DiscardPolicy());
    }

    private void attempt(
            List<DocWriteRequest<?>> documents,
            int attempt,
            Runnable done,
            ActionListener<BulkResponse> owner) {
        if (closed) {
            owner.onFailure(new IOException("closed while documents were waiting to be sent"));
            return;
        }
        BulkRequest bulk = new BulkRequest().add(documents);
        long bytes = bulk.estimatedSizeInBytes();
        long startNanos = System.nanoTime();
        ActionListener<BulkAnswer> listener =
                new ActionListener<>() {
                    @Override
                    public void onResponse(BulkAnswer answer) {
                        end();
                        guard(owner, () -> handleAnswer(documents, attempt, answer, done, owner));
                    }

                    @Override
                    public void onFailure(Exception failure) {
                        end();
                        guard(
                                owner,
                                () ->
                                        handleFailure(
                                                documents, bytes, attempt, failure, done, owner));
                    }

                    private void end() {
                        metrics.end(
                                bytes,
                                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
                    }
                };
        metrics.begin(bytes);
        guard(owner, () -> transport.send(bulk, listener));
    }

    /** What is thrown in the client's own thread would end that thread, so the owner gets it. */
    private static void guard(ActionListener<BulkResponse> owner, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            owner.onFailure(e);
        }
    }

    private void handleAnswer(
            List<DocWriteRequest<?>> documents,
            int attempt,
            BulkAnswer answer,
            Runnable done,
            ActionListener<BulkResponse> owner) {
        List<DocWriteRequest<?>> remaining = new ArrayList<>();
        List<DocWriteRequest<?>> unlabelled = new ArrayList<>();
        List<Verdict.Retry> troubles = new ArrayList<>();
        metrics.index(documents.size() - answer.failures().size());
        for (BulkAnswer.Failure failure : answer.failures()) {
            DocWriteRequest<?> document = documents.get(failure.position());
            Verdict verdict = Verdict.of(failure);
            if (verdict instanceof Verdict.Refuse refusal) {
                refuse(document, refusal.cause(), failure.message());
            } else if (verdict instanceof Verdict.Superseded) {
                metrics.supersede();
            } else if (verdict instanceof Verdict.Unlabel) {
                unlabel(document, failure.message()).ifPresent(unlabelled::add);
            } else if (verdict instanceof Verdict.Retry temporary) {
                remaining.add(document);
                troubles.add(temporary);
            }
        }
        if (remaining.isEmpty() && unlabelled.isEmpty()) {
            outage.end();
            done.run();
        } else if (remaining.isEmpty()) {
            attempt(unlabelled, 1, done, owner);
        } else {
            remaining.addAll(unlabelled);
            // an overloaded server that takes some gets the others soon
            int attemptOfRest = remaining.size() < documents.size() ? 1 : attempt;
            retry(remaining, attemptOfRest, troubles.get(0), done, owner);
        }
    }

    private void handleFailure(
            List<DocWriteRequest<?>> documents,
            long bytes,
            int attempt,
            Exception failure,
            Runnable done,
            ActionListener<BulkResponse> owner) {
        Verdict verdict = Verdict.of(failure);
        if (verdict instanceof Verdict.Refuse refusal) {
            findRefused(documents, refusal.cause(), failure, done, owner);
        } else if (verdict instanceof Verdict.Cut
                && bytes > SUSPICIOUS_BYTES
                && attempt >= CUTS_OF_ONE_SIZE) {
            findRefused(documents, Cause.SIZE, failure, done, owner);
        } else if (verdict instanceof Verdict.Cut cut) {
            retry(documents, attempt, cut.trouble(), done, owner);
        } else if (verdict instanceof Verdict.Retry temporary) {
            retry(documents, attempt, temporary, done, owner);
        } else {
            owner.onFailure(failure);
        }
    }

    private void findRefused(
            List<DocWriteRequest<?>> documents,
            Cause cause,
            Exception refusal,
            Runnable done,
            ActionListener<BulkResponse> owner) {
        if (documents.size() == 1) {
            refuse(documents.get(0), cause, refusal.getMessage());
            done.run();
        } else {
            int half = documents.size() / 2;
            Runnable secondHalf =
                    () -> attempt(documents.subList(half, documents.size()), 1, done, owner);
            attempt(documents.subList(0, half), 1, secondHalf, owner);
        }
    }

    /** Without its labels; refused where it has none. */
    private Optional<DocWriteRequest<?>> unlabel(DocWriteRequest<?> document, String reason) {
        IndexRequest request = (IndexRequest) document;
        Optional<byte[]> source = FreeLabels.without(BytesReference.toBytes(request.source()));
        if (source.isEmpty()) {
            refuse(document, Cause.CONTENT, reason);
            return Optional.empty();
        }
        metrics.unlabel();
        return Optional.of(
                new IndexRequest(request.index())
                        .id(request.id())
                        .version(request.version())
                        .versionType(request.versionType())
                        .source(source.get(), XContentType.JSON));
    }

    private void refuse(DocWriteRequest<?> document, Cause cause, String reason) {
        refused.accept((IndexRequest) document, reason);
        metrics.refuse(cause);
    }

    private void retry(
            List<DocWriteRequest<?>> documents,
            int attempt,
            Verdict.Retry trouble,
            Runnable done,
            ActionListener<BulkResponse> owner) {
        outage.fail(trouble.kind(), trouble.reason());
        metrics.retry(documents.size());
        Runnable nextAttempt = () -> attempt(documents, attempt + 1, done, owner);
        waiting.add(nextAttempt);
        long delayMillis = backoff.delayMillis(attempt, ThreadLocalRandom.current());
        clock.schedule(() -> goOn(nextAttempt), delayMillis, TimeUnit.MILLISECONDS);
        if (closed) {
            goOn(nextAttempt);
        }
    }

    /** Called when the delay is over or cut short, whichever comes first. */
    private void goOn(Runnable nextAttempt) {
        if (waiting.remove(nextAttempt)) {
            nextAttempt.run();
        }
    }
}
