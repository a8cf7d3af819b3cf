package io.hostpulse.stack.server;

import io.hostpulse.stack.StateBackend;
import java.util.List;
import java.util.Map;

/**
 * How the TaskManager's memory is divided, as in Flink's <a
 * href="https://nightlies.apache.org/flink/flink-docs-release-1.20/docs/deployment/memory/mem_setup_tm/">memory
 * model</a>. The process trusts that its JVM was started with the same sizes.
 *
 * @param frameworkHeapMebibytes heap of Flink itself
 * @param taskHeapMebibytes heap of the job's tasks
 * @param frameworkOffHeapMebibytes direct memory of Flink itself
 * @param networkMebibytes buffers between tasks
 * @param rocksMebibytes native memory of RocksDB, which the jobs of the process share
 * @param metaspaceMebibytes classes
 * @param overheadMebibytes the rest: threads, compiled code
 */
record TaskManagerMemory(
        int frameworkHeapMebibytes,
        int taskHeapMebibytes,
        int frameworkOffHeapMebibytes,
        int networkMebibytes,
        int rocksMebibytes,
        int metaspaceMebibytes,
        int overheadMebibytes) {

    /**
     * 1.4 GiB in all, with the state on the heap or in RocksDB's own memory. Each job has classes
     * of its own, some 25 MiB, and those of jobs that end are not gone at once: three after an
     * upgrade of three.
     */
    static TaskManagerMemory of(StateBackend backend) {
        return switch (backend) {
            case HASHMAP -> new TaskManagerMemory(128, 512, 128, 64, 0, 384, 192);
            case ROCKSDB -> new TaskManagerMemory(128, 320, 128, 64, 192, 384, 192);
        };
    }

    List<String> jvmFlags() {
        int heap = frameworkHeapMebibytes + taskHeapMebibytes;
        int direct = frameworkOffHeapMebibytes + networkMebibytes;
        return List.of(
                "-Xms" + heap / 2 + "m",
                "-Xmx" + heap + "m",
                "-XX:MaxDirectMemorySize=" + direct + "m",
                // below it a start would stop to collect classes of jobs before
                "-XX:MetaspaceSize=" + metaspaceMebibytes * 3 / 4 + "m",
                "-XX:MaxMetaspaceSize=" + metaspaceMebibytes + "m");
    }

    /** Values for the keys of {@code flink/config.yaml}. */
    Map<String, Object> settings() {
        return Map.of(
                "frameworkHeap", frameworkHeapMebibytes + "m",
                "taskHeap", taskHeapMebibytes + "m",
                "frameworkOffHeap", frameworkOffHeapMebibytes + "m",
                "network", networkMebibytes + "m",
                "rocks", rocksMebibytes + "m",
                "metaspace", metaspaceMebibytes + "m",
                "overhead", rocksMebibytes + overheadMebibytes + "m");
    }
}
