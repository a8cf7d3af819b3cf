package io.hostpulse.job.window;

import io.hostpulse.job.LiveSamples;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.model.Window;
import io.hostpulse.job.model.WindowLook;
import io.hostpulse.job.monitor.Alone;
import io.hostpulse.wire.proto.Dimension;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** The operator with the windows of a job that is told nothing else, on a clock of the test's. */
final class WindowHarness implements AutoCloseable {

    static final List<WindowSpec> DEFAULT_WINDOWS =
            Stream.of("1m", "5m", "1h", "30s/10s").map(WindowSpec::parse).toList();

    private static final Set<WindowLook> EVERY_PERCENTILE =
            DEFAULT_WINDOWS.stream()
                    .map(spec -> new WindowLook(spec.name(), Dimension.HOST_VALUE, true))
                    .collect(Collectors.toSet());

    private final KeyedOneInputStreamOperatorTestHarness<String, Sample, Window> harness;
    private final LiveSamples live = new LiveSamples();

    private WindowHarness(
            PublishedWindows published, Set<WindowLook> looks, OperatorSubtaskState snapshot)
            throws Exception {
        harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(
                                Alone.windows(
                                        new AggregateWindows(
                                                DEFAULT_WINDOWS,
                                                published,
                                                Duration.ofMinutes(1),
                                                Duration.ofSeconds(1),
                                                Duration.ofDays(1)),
                                        looks)),
                        Sample::hostId,
                        Types.STRING);
        harness.setup();
        if (snapshot != null) {
            harness.initializeState(snapshot);
        }
    }

    static WindowHarness open(long nowMillis) throws Exception {
        return restore(null, nowMillis);
    }

    /**
     * @param looks what rules look at
     */
    static WindowHarness open(PublishedWindows published, Set<WindowLook> looks, long nowMillis)
            throws Exception {
        return open(new WindowHarness(published, looks, null), nowMillis);
    }

    /** As a job that comes back at {@code nowMillis}: overdue timers are due at once. */
    static WindowHarness restore(OperatorSubtaskState snapshot, long nowMillis) throws Exception {
        return open(new WindowHarness(PublishedWindows.ALL, EVERY_PERCENTILE, snapshot), nowMillis);
    }

    private static WindowHarness open(WindowHarness opened, long nowMillis) throws Exception {
        opened.harness.open();
        opened.at(nowMillis);
        return opened;
    }

    void at(long nowMillis) throws Exception {
        harness.setProcessingTime(nowMillis);
    }

    void process(Sample sample) throws Exception {
        harness.processElement(live.judge(sample), 0);
    }

    OperatorSubtaskState snapshot() throws Exception {
        return harness.snapshot(1, 1);
    }

    /** All state, as a checkpoint holds it. */
    long stateBytes() throws Exception {
        return snapshot().getManagedKeyedState().stream()
                .mapToLong(KeyedStateHandle::getStateSize)
                .sum();
    }

    int stateEntries() {
        return harness.numKeyedStateEntries();
    }

    int timers() {
        return harness.numProcessingTimeTimers();
    }

    List<Window> windows() {
        return harness.extractOutputValues();
    }

    void forgetOutput() {
        harness.getOutput().clear();
    }

    /** The last emission of each window. */
    Map<String, Window> newest() {
        Map<String, Window> newest = new LinkedHashMap<>();
        windows().forEach(window -> newest.put(window.id(), window));
        return newest;
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }
}
