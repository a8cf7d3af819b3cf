package io.hostpulse.job.index;

import java.io.IOException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.flink.util.TemporaryClassLoaderContext;
import org.elasticsearch.ElasticsearchStatusException;
import org.elasticsearch.action.ActionListener;
import org.elasticsearch.action.bulk.BulkRequest;
import org.elasticsearch.action.bulk.BulkResponse;
import org.elasticsearch.client.RestHighLevelClient;
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
    private RestHighLevelClient client;

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
    public void send(BulkRequest request, ActionListener<BulkResponse> listener) {
        RestHighLevelClient current;
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
            RestHighLevelClient current,
            Dialect spoken,
            BulkRequest request,
            ActionListener<BulkResponse> listener,
            boolean mayChange) {
        current.bulkAsync(
                request,
                spoken.options(),
                new ActionListener<>() {
                    @Override
                    public void onResponse(BulkResponse response) {
                        dialect = spoken;
                        listener.onResponse(response);
                    }

                    @Override
                    public void onFailure(Exception failure) {
                        Optional<String> tooNew = Dialect.findTooNew(failure);
                        if (tooNew.isPresent()) {
                            listener.onFailure(new UnsupportedServerException(tooNew.get()));
                        } else if (mayChange && spoken.isMisunderstood(failure)) {
                            send(current, spoken.other(), request, listener, false);
                        } else {
                            isStale = isStale || isMendedByFiles(failure);
                            listener.onFailure(failure);
                        }
                    }
                });
    }

    /** Not called in a client's own thread while it is stale: closing waits for that thread. */
    private synchronized RestHighLevelClient open() throws IOException {
        if (client == null || isStale) {
            RestHighLevelClient renewed;
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
