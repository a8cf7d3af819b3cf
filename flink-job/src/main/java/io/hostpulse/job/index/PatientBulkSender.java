package io.hostpulse.job.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.hostpulse.job.retry.Backoff;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.elasticsearch.ElasticsearchException;
import org.elasticsearch.action.ActionListener;
import org.elasticsearch.action.DocWriteRequest;
import org.elasticsearch.action.DocWriteRequest.OpType;
import org.elasticsearch.action.bulk.BulkItemResponse;
import org.elasticsearch.action.bulk.BulkRequest;
import org.elasticsearch.action.bulk.BulkResponse;
import org.elasticsearch.action.index.IndexRequest;
import org.elasticsearch.action.index.IndexResponse;
import org.elasticsearch.common.compress.NotXContentException;
import org.elasticsearch.index.shard.ShardId;
import org.elasticsearch.rest.RestStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a bulk until each of its documents is indexed or refused for good. A server that is away or
 * overloaded is tried again for as long as it takes. What the server refuses, or its client cannot
 * send, goes to the refused documents; a bulk that is refused whole is halved until the document is
 * found that is to blame. Any other failure is the owner's.
 */
final class PatientBulkSender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PatientBulkSender.class);

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

    /** Sends one bulk once. */
    interface Transport {
        void send(BulkRequest request, ActionListener<BulkResponse> listener);
    }

    private final Transport transport;
    private final RefusedDocuments refused;
    private final Backoff backoff;
    private final AtomicLong failingSinceMillis = new AtomicLong();
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    PatientBulkSender(Transport transport, RefusedDocuments refused, Backoff backoff) {
        this.transport = transport;
        this.refused = refused;
        this.backoff = backoff;
    }

    /** Since when nothing gets through, in milliseconds since 1970; 0 while all is well. */
    long failingSinceMillis() {
        return failingSinceMillis.get();
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
        ActionListener<BulkResponse> answer =
                new ActionListener<>() {
                    @Override
                    public void onResponse(BulkResponse response) {
                        guard(owner, () -> handleAnswer(documents, attempt, response, done, owner));
                    }

                    @Override
                    public void onFailure(Exception failure) {
                        guard(owner, () -> handleFailure(documents, attempt, failure, done, owner));
                    }
                };
        guard(owner, () -> transport.send(new BulkRequest().add(documents), answer));
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
            BulkResponse response,
            Runnable done,
            ActionListener<BulkResponse> owner) {
        List<DocWriteRequest<?>> remaining = sortOut(documents, response);
        if (remaining.isEmpty()) {
            reportRecovery();
            done.run();
        } else {
            retry(remaining, attempt, "overloaded", done, owner);
        }
    }

    private void handleFailure(
            List<DocWriteRequest<?>> documents,
            int attempt,
            Exception failure,
            Runnable done,
            ActionListener<BulkResponse> owner) {
        if (isRefusal(failure)) {
            findRefused(documents, attempt, failure, done, owner);
        } else if (isTemporary(failure)) {
            retry(documents, attempt, failure.toString(), done, owner);
        } else {
            owner.onFailure(failure);
        }
    }

    private void findRefused(
            List<DocWriteRequest<?>> documents,
            int attempt,
            Exception refusal,
            Runnable done,
            ActionListener<BulkResponse> owner) {
        if (documents.size() == 1) {
            refuse(documents.get(0), refusal.getMessage());
            done.run();
        } else {
            int half = documents.size() / 2;
            Runnable secondHalf =
                    () -> attempt(documents.subList(half, documents.size()), attempt, done, owner);
            attempt(documents.subList(0, half), attempt, secondHalf, owner);
        }
    }

    /** Hands on what was refused, and returns what is worth another try. */
    private List<DocWriteRequest<?>> sortOut(
            List<DocWriteRequest<?>> documents, BulkResponse response) {
        List<DocWriteRequest<?>> remaining = new ArrayList<>();
        for (BulkItemResponse item : response.getItems()) {
            if (item.isFailed()) {
                DocWriteRequest<?> document = documents.get(item.getItemId());
                if (isTemporary(item.getFailure().getStatus())) {
                    remaining.add(document);
                } else {
                    refuse(document, item.getFailureMessage());
                }
            }
        }
        return remaining;
    }

    private void refuse(DocWriteRequest<?> document, String reason) {
        refused.accept((IndexRequest) document, reason);
    }

    private void retry(
            List<DocWriteRequest<?>> documents,
            int attempt,
            String reason,
            Runnable done,
            ActionListener<BulkResponse> owner) {
        if (failingSinceMillis.compareAndSet(0, System.currentTimeMillis())) {
            LOG.warn("Elasticsearch takes no documents, trying again until it does: {}", reason);
        }
        Runnable nextAttempt = () -> attempt(documents, attempt + 1, done, owner);
        waiting.add(nextAttempt);
        long delayMillis = backoff.delayMillis(attempt, ThreadLocalRandom.current());
        CompletableFuture.delayedExecutor(delayMillis, TimeUnit.MILLISECONDS)
                .execute(() -> goOn(nextAttempt));
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

    private void reportRecovery() {
        long sinceMillis = failingSinceMillis.getAndSet(0);
        if (sinceMillis != 0) {
            LOG.warn(
                    "Elasticsearch takes documents again after {} ms",
                    System.currentTimeMillis() - sinceMillis);
        }
    }

    /** The server or the way to it may be put right: connections, overload, missing rights. */
    private static boolean isTemporary(Exception failure) {
        return failure instanceof ElasticsearchException
                || failure instanceof IOException
                || failure instanceof TimeoutException;
    }

    /** It would be the same every time: the server's verdict, or no JSON, or no possible id. */
    private static boolean isRefusal(Exception failure) {
        return failure instanceof JsonProcessingException
                || failure instanceof NotXContentException
                || failure instanceof IllegalArgumentException
                || (failure instanceof ElasticsearchException exception
                        && (exception.status() == RestStatus.BAD_REQUEST
                                || exception.status() == RestStatus.REQUEST_ENTITY_TOO_LARGE));
    }

    private static boolean isTemporary(RestStatus status) {
        return status == RestStatus.TOO_MANY_REQUESTS || status.getStatus() >= 500;
    }
}
