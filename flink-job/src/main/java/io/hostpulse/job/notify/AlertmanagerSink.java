package io.hostpulse.job.notify;

import io.hostpulse.job.model.AlertNotice;
import io.hostpulse.job.retry.Backoff;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Tells Alertmanager about alerts, those of a few milliseconds together, and of each only the
 * newest. After a start alerts are gathered for longer: what is read then is mostly a replay, and
 * people would be notified once more of alerts that are over, since Alertmanager may act on a
 * firing alert before it looks at the end that comes right behind it. A checkpoint keeps the
 * notices that are being gathered then, and waits at any other time until all before it are taken.
 *
 * <p>State: notices not yet posted, for as long as they are gathered after a start.
 */
public final class AlertmanagerSink
        implements Sink<AlertNotice>, SupportsWriterState<AlertNotice, AlertNotice> {

    private static final long serialVersionUID = 1L;
    private static final long GATHER_MILLIS = 20;
    private static final long GATHER_AFTER_START_MILLIS = 3_000;

    /** What comes first only later is no replay: by then the source has long begun to read. */
    private static final long REPLAY_BEGINS_WITHIN_MILLIS =
            DecideNotices.PATIENCE.plusSeconds(10).toMillis();

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
    public Writer createWriter(InitContext context) {
        return newWriter(context.metricGroup(), context.getProcessingTimeService(), List.of());
    }

    @Override
    public Writer restoreWriter(WriterInitContext context, Collection<AlertNotice> gathered) {
        return newWriter(context.metricGroup(), context.getProcessingTimeService(), gathered);
    }

    @Override
    public SimpleVersionedSerializer<AlertNotice> getWriterStateSerializer() {
        return new NoticeSerializer();
    }

    private Writer newWriter(
            MetricGroup metrics, ProcessingTimeService clock, Collection<AlertNotice> gathered) {
        MetricGroup group = metrics.addGroup("hostpulse");
        Counter refused = group.counter("refusedAlerts");
        AlertmanagerClient client =
                new AlertmanagerClient(
                        server, firingFor, new Backoff(100, 5_000), notice -> refused.inc());
        group.gauge("alertmanagerAwaySinceMillis", client::failingSinceMillis);
        return new Writer(client, clock, gathered);
    }

    private static final class Writer implements StatefulSinkWriter<AlertNotice, AlertNotice> {

        private final AlertmanagerClient client;
        private final ProcessingTimeService clock;
        private final long startedMillis;

        /** The newest notice of each alert, by what makes it one alert to Alertmanager. */
        private final Map<AlertNotice.Labels, AlertNotice> waiting = new LinkedHashMap<>();

        private long gatherUntilMillis;
        private ScheduledFuture<?> nextPost;

        Writer(
                AlertmanagerClient client,
                ProcessingTimeService clock,
                Collection<AlertNotice> gathered) {
            this.client = client;
            this.clock = clock;
            startedMillis = clock.getCurrentProcessingTime();
            gathered.forEach(this::gather);
        }

        @Override
        public void write(AlertNotice notice, Context context) throws InterruptedException {
            gather(notice);
            if (waiting.size() >= MOST_TOGETHER && !isReplay()) {
                postAll();
            }
        }

        @Override
        public void flush(boolean endOfInput) throws InterruptedException {
            if (endOfInput || !isReplay()) {
                postAll();
            }
        }

        @Override
        public List<AlertNotice> snapshotState(long checkpointId) {
            return List.copyOf(waiting.values());
        }

        @Override
        public void close() {
            if (nextPost != null) {
                nextPost.cancel(false);
            }
        }

        private void gather(AlertNotice notice) {
            waiting.put(notice.alertLabels(), notice);
            if (nextPost == null) {
                long nowMillis = clock.getCurrentProcessingTime();
                if (gatherUntilMillis == 0
                        && nowMillis - startedMillis <= REPLAY_BEGINS_WITHIN_MILLIS) {
                    gatherUntilMillis = nowMillis + GATHER_AFTER_START_MILLIS;
                }
                nextPost =
                        clock.registerTimer(
                                Math.max(gatherUntilMillis, nowMillis + GATHER_MILLIS),
                                time -> {
                                    nextPost = null;
                                    postAll();
                                });
            }
        }

        private boolean isReplay() {
            return clock.getCurrentProcessingTime() < gatherUntilMillis;
        }

        private void postAll() throws InterruptedException {
            List<AlertNotice> notices = List.copyOf(waiting.values());
            for (int from = 0; from < notices.size(); from += MOST_TOGETHER) {
                int to = Math.min(from + MOST_TOGETHER, notices.size());
                client.post(notices.subList(from, to));
            }
            waiting.clear();
        }
    }

    /** As Flink writes a notice of which the state of {@link DecideNotices} consists. */
    private static final class NoticeSerializer implements SimpleVersionedSerializer<AlertNotice> {

        private final TypeSerializer<AlertNotice> fields =
                TypeInformation.of(AlertNotice.class).createSerializer(new SerializerConfigImpl());

        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(AlertNotice notice) throws IOException {
            DataOutputSerializer out = new DataOutputSerializer(512);
            fields.serialize(notice, out);
            return out.getCopyOfBuffer();
        }

        @Override
        public AlertNotice deserialize(int version, byte[] notice) throws IOException {
            return fields.deserialize(new DataInputDeserializer(notice));
        }
    }
}
