package io.hostpulse.job.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.hostpulse.job.LiveSamples;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.PublishedAlert;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.model.StateChange;
import io.hostpulse.job.model.Window;
import io.hostpulse.job.monitor.Alone;
import io.hostpulse.job.monitor.MonitorHosts;
import io.hostpulse.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The operator that evaluates rules, with a clock that tests set. */
final class RulesHarness implements BeforeEachCallback, AfterEachCallback {

    static final List<Duration> WINDOWS = List.of(Duration.ofSeconds(30), Duration.ofMinutes(1));

    private KeyedBroadcastOperatorTestHarness<String, Object, RawRecord, ConditionEvent> harness;

    private LiveSamples live = new LiveSamples();

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        open();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        harness.close();
    }

    /** Begins anew, with nothing known. */
    void reopen() throws Exception {
        harness.close();
        live = new LiveSamples();
        open();
    }

    private void open() throws Exception {
        harness = create();
        harness.open();
    }

    /** Takes in a rule; it is written with single quotes for double ones. */
    void rule(String json) throws Exception {
        define("", json.replace('\'', '"'));
    }

    /** Takes in the rule {@code r}, of which {@code body} is all beside its name and severity. */
    void ruleOf(String body) throws Exception {
        rule("{'id': 'r', 'name': 'R', 'severity': 'warning', " + body + "}");
    }

    void delete(String id) throws Exception {
        define(id, null);
    }

    void read(Sample sample) throws Exception {
        harness.processElement(new StreamRecord<>(live.judge(sample)));
    }

    void read(Window window) throws Exception {
        harness.processElement(new StreamRecord<>(window));
    }

    void read(PublishedAlert alert) throws Exception {
        harness.processElement(new StreamRecord<>(alert));
    }

    void setClock(Duration sinceStart) throws Exception {
        harness.setProcessingTime(sinceStart.toMillis());
    }

    /** Stops at a snapshot, and goes on from it at that time. */
    void restart(Duration sinceStart) throws Exception {
        restart(snapshot(), sinceStart);
    }

    OperatorSubtaskState snapshot() throws Exception {
        return harness.snapshot(1, 1);
    }

    /** Crashes, and goes on from an earlier snapshot at that time. */
    void restart(OperatorSubtaskState snapshot, Duration sinceStart) throws Exception {
        live = new LiveSamples();
        harness.close();
        harness = create();
        harness.setProcessingTime(sinceStart.toMillis());
        harness.initializeState(snapshot);
        harness.open();
    }

    List<ConditionEvent> events() {
        return harness.extractOutputValues();
    }

    /** What has happened since the last call, such as {@code BEGINS@5 HOLDS@5}. */
    String story() {
        String story =
                events().stream()
                        .map(event -> event.phase() + "@" + event.timeMillis())
                        .collect(joining(" "));
        harness.getOutput().clear();
        return story;
    }

    List<StateChange> changes() {
        return side(MonitorHosts.CHANGES);
    }

    /** Ends of alerts that were published. */
    List<AlertTransition> ends() {
        return side(MonitorHosts.ENDS);
    }

    List<Window> windows() {
        return side(MonitorHosts.WINDOWS);
    }

    List<String> refusals() {
        return side(MonitorHosts.REFUSED).stream()
                .map(letter -> letter.category() + ": " + letter.message())
                .toList();
    }

    /** How many entries of keyed state there are. */
    int stateSize() {
        AbstractStreamOperator<?> operator = (AbstractStreamOperator<?>) harness.getOperator();
        return ((HeapKeyedStateBackend<?>) operator.getKeyedStateBackend())
                .numKeyValueStateEntries();
    }

    /** How many entries a map of state has for a host. */
    int mapEntries(MapStateDescriptor<String, ?> state, String hostId) throws Exception {
        AbstractStreamOperator<?> operator = (AbstractStreamOperator<?>) harness.getOperator();
        operator.setCurrentKey(hostId);
        MapState<String, ?> map =
                operator.<String>getKeyedStateBackend()
                        .getPartitionedState(
                                VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, state);
        int entries = 0;
        for (String ignored : map.keys()) {
            entries++;
        }
        return entries;
    }

    private void define(String id, String json) throws Exception {
        harness.processBroadcastElement(
                new StreamRecord<>(
                        new RawRecord(
                                Topics.RULES,
                                0,
                                0,
                                0,
                                null,
                                id.getBytes(UTF_8),
                                json == null ? null : json.getBytes(UTF_8))));
    }

    private static String hostOf(Object reading) {
        if (reading instanceof Sample sample) {
            return sample.hostId();
        }
        return reading instanceof Window window
                ? window.hostId()
                : ((PublishedAlert) reading).hostId();
    }

    private <T> List<T> side(OutputTag<T> tag) {
        List<T> values = new ArrayList<>();
        if (harness.getSideOutput(tag) != null) {
            harness.getSideOutput(tag).forEach(record -> values.add(record.getValue()));
        }
        return values;
    }

    private static KeyedBroadcastOperatorTestHarness<String, Object, RawRecord, ConditionEvent>
            create() throws Exception {
        return new KeyedBroadcastOperatorTestHarness<>(
                new CoBroadcastWithKeyedOperator<>(
                        Alone.rules(new EvaluateRules(WINDOWS, Duration.ofDays(1))),
                        List.of(EvaluateRules.RULES)),
                RulesHarness::hostOf,
                Types.STRING,
                1,
                1,
                0);
    }
}
