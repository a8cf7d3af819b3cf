package io.hostpulse.job.state;

import io.hostpulse.job.model.RawRecord;
import java.net.URL;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * How a job is run.
 *
 * @param stateBackend {@code hashmap} or {@code rocksdb}
 * @param moreOperators what is between its source and what reads samples
 * @param classes where its classes are found, if not where the test's are
 */
record Setting(
        int parallelism,
        String stateBackend,
        UnaryOperator<DataStream<RawRecord>> moreOperators,
        List<URL> classes) {

    static final Setting DEFAULT = new Setting(1, "hashmap", samples -> samples, List.of());

    Setting at(int otherParallelism) {
        return new Setting(otherParallelism, stateBackend, moreOperators, classes);
    }

    Setting on(String otherStateBackend) {
        return new Setting(parallelism, otherStateBackend, moreOperators, classes);
    }

    Setting with(UnaryOperator<DataStream<RawRecord>> operators) {
        return new Setting(parallelism, stateBackend, operators, classes);
    }

    Setting with(List<URL> otherClasses) {
        return new Setting(parallelism, stateBackend, moreOperators, otherClasses);
    }
}
