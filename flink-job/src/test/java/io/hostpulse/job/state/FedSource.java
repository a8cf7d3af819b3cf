package io.hostpulse.job.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.job.model.RawRecord;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A source that hands out records of a list as far as its gate in {@link Exchange} lets it, never
 * ends, and remembers how far it is.
 */
final class FedSource implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final long ENDLESS = 1_000_000;

    private final String gate;
    private final ArrayList<String> lines;

    FedSource(String gate, List<String> lines) {
        this.gate = gate;
        this.lines = new ArrayList<>(lines);
    }

    /** All records come from one task, and those of a key go the same way. */
    DataStream<RawRecord> connect(StreamExecutionEnvironment environment, String uid) {
        return environment
                .fromSource(
                        new DataGeneratorSource<>(
                                this::handOut,
                                ENDLESS,
                                tasks -> () -> Exchange.gate(gate).await(),
                                Types.POJO(RawRecord.class)),
                        WatermarkStrategy.noWatermarks(),
                        uid)
                .uid(uid)
                .setParallelism(1)
                .partitionCustom(
                        (key, tasks) -> Math.floorMod(key.hashCode(), tasks),
                        record -> new String(record.key(), UTF_8));
    }

    private RawRecord handOut(long index) throws Exception {
        Exchange.gate(gate).handedOut(index);
        return StoryInput.parse(lines.get((int) index), index);
    }
}
