package io.hostpulse.job.notify;

import io.hostpulse.job.document.AlertNotices;
import io.hostpulse.job.model.AlertNotice;
import io.hostpulse.job.model.RawRecord;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Reads documents of alerts that have fired; other records are passed over. Keeps no state. */
public final class ReadNotices implements FlatMapFunction<RawRecord, AlertNotice> {

    private static final long serialVersionUID = 1L;

    @Override
    public void flatMap(RawRecord record, Collector<AlertNotice> out) {
        if (record.value() != null) {
            AlertNotices.read(record.value()).ifPresent(out::collect);
        }
    }
}
