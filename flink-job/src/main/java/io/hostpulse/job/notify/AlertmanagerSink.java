package io.hostpulse.job.notify;

import io.hostpulse.job.model.AlertNotice;
import io.hostpulse.job.retry.Backoff;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Tells Alertmanager about alerts, those of a few milliseconds together. A checkpoint waits until
 * all notices before it are taken.
 */
public final class AlertmanagerSink implements Sink<AlertNotice> {

    private static final long serialVersionUID = 1L;
    private static final long GATHER_MILLIS = 20;
    private static final int MOST_TOGETHER = 500;

    private final URI server;
    private final Duration firingFor;

    /**
     * @param server such as {@code http://localhost:9093}
     * @param firingFor for how long Alertmanager believes a firing notice; several times as long as
     *     it takes to repeat one
     */
    public AlertmanagerSink(URI server, Duration firingFor) {
        this.server = server;
        this.firingFor = firingFor;
    }

    @Override
    @SuppressWarnings("deprecation") // the only method that all sinks must have
    public SinkWriter<AlertNotice> createWriter(InitContext context) {
        MetricGroup metrics = context.metricGroup().addGroup("hostpulse");
        Counter refused = metrics.counter("refusedAlerts");
        AlertmanagerClient client =
                new AlertmanagerClient(
                        server, firingFor, new Backoff(100, 5_000), notice -> refused.inc());
        metrics.gauge("alertmanagerAwaySinceMillis", client::failingSinceMillis);
        return new Writer(client, context.getProcessingTimeService());
    }

    private static final class Writer implements SinkWriter<AlertNotice> {

        private final AlertmanagerClient client;
        private final ProcessingTimeService clock;
        private final List<AlertNotice> waiting = new ArrayList<>();
        private ScheduledFuture<?> nextFlush;

        Writer(AlertmanagerClient client, ProcessingTimeService clock) {
            this.client = client;
            this.clock = clock;
        }

        @Override
        public void write(AlertNotice notice, Context context) throws InterruptedException {
            waiting.add(notice);
            if (waiting.size() >= MOST_TOGETHER) {
                postAll();
            } else if (nextFlush == null) {
                nextFlush =
                        clock.registerTimer(
                                clock.getCurrentProcessingTime() + GATHER_MILLIS,
                                time -> {
                                    nextFlush = null;
                                    postAll();
                                });
            }
        }

        @Override
        public void flush(boolean endOfInput) throws InterruptedException {
            postAll();
        }

        @Override
        public void close() {
            if (nextFlush != null) {
                nextFlush.cancel(false);
            }
        }

        private void postAll() throws InterruptedException {
            if (!waiting.isEmpty()) {
                client.post(List.copyOf(waiting));
                waiting.clear();
            }
        }
    }
}
