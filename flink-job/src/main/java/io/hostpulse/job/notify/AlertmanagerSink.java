package io.hostpulse.job.notify;

import io.hostpulse.job.model.AlertNotice;
import io.hostpulse.job.retry.Backoff;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Tells Alertmanager about alerts, those of a few milliseconds together, and of each only the
 * newest. After a start alerts are gathered for longer: what is read then is mostly a replay, and
 * people would be notified once more of alerts that are over, since Alertmanager may act on a
 * firing alert before it looks at the end that comes right behind it. A checkpoint waits until all
 * notices before it are taken.
 */
public final class AlertmanagerSink implements Sink<AlertNotice> {

    private static final long serialVersionUID = 1L;
    private static final long GATHER_MILLIS = 20;
    private static final long GATHER_AFTER_START_MILLIS = 3_000;
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
        private final long startedMillis;

        /** The newest notice of each alert, by what makes it one alert to Alertmanager. */
        private final Map<AlertNotice.Labels, AlertNotice> waiting = new LinkedHashMap<>();

        private ScheduledFuture<?> nextFlush;

        Writer(AlertmanagerClient client, ProcessingTimeService clock) {
            this.client = client;
            this.clock = clock;
            startedMillis = clock.getCurrentProcessingTime();
        }

        @Override
        public void write(AlertNotice notice, Context context) throws InterruptedException {
            waiting.put(notice.alertLabels(), notice);
            if (waiting.size() >= MOST_TOGETHER) {
                postAll();
            } else if (nextFlush == null) {
                nextFlush =
                        clock.registerTimer(
                                Math.max(
                                        startedMillis + GATHER_AFTER_START_MILLIS,
                                        clock.getCurrentProcessingTime() + GATHER_MILLIS),
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
                client.post(List.copyOf(waiting.values()));
                waiting.clear();
            }
        }
    }
}
