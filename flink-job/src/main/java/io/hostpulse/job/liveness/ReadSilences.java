package io.hostpulse.job.liveness;

import io.hostpulse.job.document.PublishedSilences;
import io.hostpulse.job.model.PublishedSilence;
import io.hostpulse.job.model.RawRecord;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Reads alerts about silent hosts; other records are passed over. Keeps no state. */
public final class ReadSilences implements FlatMapFunction<RawRecord, PublishedSilence> {

    private static final long serialVersionUID = 1L;

    @Override
    public void flatMap(RawRecord record, Collector<PublishedSilence> out) {
        if (record.value() != null) {
            PublishedSilences.read(record.value()).ifPresent(out::collect);
        }
    }
}
