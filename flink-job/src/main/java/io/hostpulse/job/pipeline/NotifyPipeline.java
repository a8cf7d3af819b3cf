package io.hostpulse.job.pipeline;

import io.hostpulse.job.model.AlertNotice;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.notify.DecideNotices;
import io.hostpulse.job.notify.ReadNotices;
import java.time.Duration;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Alerts from Kafka to Alertmanager, which groups, silences and delivers them. */
public final class NotifyPipeline {

    /** How often Alertmanager is told again of what fires. */
    private static final Duration REPEAT = Duration.ofMinutes(1);

    /** For how long Alertmanager believes it: long enough to miss some repetitions. */
    public static final Duration FIRING_FOR = REPEAT.multipliedBy(5);

    private NotifyPipeline() {}

    /**
     * @param alerts the topic of alerts
     */
    public static void build(DataStream<RawRecord> alerts, Sink<AlertNotice> alertmanager) {
        alerts.flatMap(new ReadNotices())
                .uid("read-notices")
                .name("Read notices")
                .keyBy(AlertNotice::alertKey)
                .process(new DecideNotices(REPEAT))
                .uid("decide-notices")
                .name("Decide notices")
                .sinkTo(alertmanager)
                .uid("notify-alertmanager")
                .name("Notify Alertmanager");
    }
}
