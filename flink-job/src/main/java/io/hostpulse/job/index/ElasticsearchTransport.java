package io.hostpulse.job.index;

import java.io.IOException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.flink.util.TemporaryClassLoaderContext;
import org.elasticsearch.ElasticsearchStatusException;
import org.elasticsearch.action.ActionListener;
import org.elasticsearch.action.bulk.BulkRequest;
import org.elasticsearch.rest.RestStatus;

/**
 * Sends bulks with a client of its own. After a failure that new files can mend, the next bulk goes
 * through a new client, which reads them; after one that another dialect can mend, the bulk goes
 * again at once in that.
 */
final class ElasticsearchTransport implements PatientBulkSender.Transport, AutoCloseable {

    private final ElasticsearchConnection connection;
    private final boolean isDialectFixed;
    private volatile Dialect dialect;
    private volatile boolean isStale;
    private BulkClient client;

    ElasticsearchTransport(ElasticsearchConnection connection, Compatibility compatibility) {
        this.connection = connection;
        isDialectFixed = compatibility != Compatibility.AUTO;
        dialect =
                switch (compatibility) {
                    case AUTO, V8 -> Dialect.COMPATIBLE;
                    case V7 -> Dialect.PLAIN;
                };
    }

    @Override
    public void send(BulkRequest request, ActionListener<BulkAnswer> listener) {
        BulkClient current;
        try {
            current = open();
        } catch (IOException e) {
            listener.onFailure(e);
            return;
        }
        send(current, dialect, request, listener, !isDialectFixed);
    }

    @Override
    public synchronized void close() throws IOException {
        if (client != null) {
            client.close();
        }
    }

    private void send(
            BulkClient current,
            Dialect spoken,
            BulkRequest request,
            ActionListener<BulkAnswer> listener,
            boolean mayChange) {
        current.send(
                request,
                spoken.options(),
                new ActionListener<>() {
                    @Override
                    public void onResponse(BulkAnswer answer) {
                        dialect = spoken;
                        listener.onResponse(answer);
                    }

                    @Override
                    public void onFailure(Exception failure) {
                        Optional<String> tooNew = Dialect.findTooNew(failure);
                        if (tooNew.isPresent()) {
                            listener.onFailure(new UnsupportedServerException(tooNew.get()));
                        } else if (mayChange && spoken.isMisunderstood(failure)) {
                            send(current, Dialect.PLAIN, request, listener, false);
                        } else {
                            isStale = isStale || isMendedByFiles(failure);
                            listener.onFailure(failure);
                        }
                    }
                });
    }

    /** Not called in a client's own thread while it is stale: closing waits for that thread. */
    private synchronized BulkClient open() throws IOException {
        if (client == null || isStale) {
            BulkClient renewed;
            // threads of the JVM's pool may still hold the class loader of a job that has ended
            try (TemporaryClassLoaderContext own =
                    TemporaryClassLoaderContext.of(getClass().getClassLoader())) {
                renewed = ElasticsearchClients.open(connection);
            }
            close();
            client = renewed;
            isStale = false;
        }
        return client;
    }

    private static boolean isMendedByFiles(Exception failure) {
        return failure instanceof SSLException
                || (failure instanceof ElasticsearchStatusException refusal
                        && refusal.status() == RestStatus.UNAUTHORIZED);
    }
}
