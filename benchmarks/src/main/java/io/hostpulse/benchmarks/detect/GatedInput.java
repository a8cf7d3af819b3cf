package io.hostpulse.benchmarks.detect;

import io.hostpulse.job.model.RawRecord;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * What a simulated job reads: as many records as are released, then nothing, but without an end,
 * since no checkpoint can be taken while a source ends. It belongs to the process: a job that is
 * restored goes on where the one before stopped.
 */
final class GatedInput {

    private Iterator<RawRecord> records = Collections.emptyIterator();
    private long handedOut;
    private long released;
    private CompletableFuture<Void> passage = new CompletableFuture<>();

    /**
     * All records come from one task.
     *
     * @param input finds the one of the process, as jobs hold copies of their sources
     */
    static DataStream<RawRecord> connect(
            StreamExecutionEnvironment environment,
            String uid,
            SerializableSupplier<GatedInput> input) {
        return environment
                .fromSource(
                        new DataGeneratorSource<>(
                                index -> input.get().next(),
                                Long.MAX_VALUE,
                                tasks -> () -> input.get().await(),
                                Types.POJO(RawRecord.class)),
                        WatermarkStrategy.noWatermarks(),
                        uid)
                .uid(uid)
                .setParallelism(1);
    }

    /** From now on hands out these. */
    synchronized void use(Iterator<RawRecord> newRecords) {
        records = newRecords;
    }

    /** Hands out so many more, and returns when that is done. */
    synchronized void handOut(long count) throws InterruptedException {
        released += count;
        passage.complete(null);
        while (handedOut < released) {
            wait();
        }
    }

    /** Completes when the next record may go. */
    private synchronized CompletableFuture<Void> await() {
        if (handedOut >= released && passage.isDone()) {
            passage = new CompletableFuture<>();
        }
        return passage;
    }

    private synchronized RawRecord next() {
        RawRecord record = records.next();
        handedOut++;
        if (handedOut >= released) {
            notifyAll();
        }
        return record;
    }
}
