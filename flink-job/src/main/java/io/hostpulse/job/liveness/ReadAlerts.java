package io.hostpulse.job.liveness;

import io.hostpulse.job.document.PublishedAlerts;
import io.hostpulse.job.model.PublishedAlert;
import io.hostpulse.job.model.RawRecord;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Reads alerts that were published; other records are passed over. Keeps no state. */
public final class ReadAlerts implements FlatMapFunction<RawRecord, PublishedAlert> {

    private static final long serialVersionUID = 1L;

    @Override
    public void flatMap(RawRecord record, Collector<PublishedAlert> out) {
        if (record.value() != null) {
            PublishedAlerts.read(record.value()).ifPresent(out::collect);
        }
    }
}
