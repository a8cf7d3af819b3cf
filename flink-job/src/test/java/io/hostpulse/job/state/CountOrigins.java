package io.hostpulse.job.state;

import io.hostpulse.job.model.RawRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** An operator that there is not yet: counts records and hands them on. */
final class CountOrigins extends KeyedProcessFunction<String, RawRecord, RawRecord> {

    static final String UID = "count-origins";

    private static final long serialVersionUID = 1L;

    private transient ValueState<Long> count;

    static DataStream<RawRecord> between(DataStream<RawRecord> records) {
        return records.keyBy(RawRecord::topic)
                .process(new CountOrigins())
                .uid(UID)
                .name("Count origins");
    }

    @Override
    public void open(OpenContext context) {
        count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
    }

    @Override
    public void processElement(RawRecord record, Context context, Collector<RawRecord> out)
            throws Exception {
        Long before = count.value();
        count.update(before == null ? 1 : before + 1);
        out.collect(record);
    }
}
