package io.hostpulse.job;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;

/** Flink's own settings that the job depends on, whatever cluster it runs on. */
public final class JobDefaults {

    /** Frozen: state is divided by it. */
    static final int MAX_PARALLELISM = 720;

    /**
     * Each state begins a buffer with an eighth of it, and the job has some 25 states a slot. With
     * Flink's 64 MiB these eighths are more than all buffers may take of the slot's managed memory,
     * so that RocksDB flushes and compacts without end.
     */
    private static final String ROCKSDB_WRITE_BUFFER = "4mb";

    private JobDefaults() {}

    static Configuration of(JobConfig config) {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
        // flushed with every record, where a pipeline says nothing else: with a timeout each output
        // has a thread that wakes that often, and most carry something on few days
        flink.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ZERO);

        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, config.checkpointInterval());
        flink.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        // while Elasticsearch is away checkpoints wait and time out: that is no reason to restart
        flink.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
        flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        // not for the half of the bytes: without it restoring reads every byte by a call of its own
        flink.set(ExecutionOptions.SNAPSHOT_COMPRESSION, true);
        switch (config.stateBackend()) {
            case HASHMAP -> flink.set(StateBackendOptions.STATE_BACKEND, "hashmap");
            case ROCKSDB -> useRocksDb(flink);
        }

        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        flink.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
                Duration.ofMillis(500));
        flink.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
                Duration.ofSeconds(30));
        return flink;
    }

    /** Keeps state in RocksDB. */
    public static void useRocksDb(Configuration flink) {
        flink.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        flink.setString("state.backend.rocksdb.writebuffer.size", ROCKSDB_WRITE_BUFFER);
    }
}
