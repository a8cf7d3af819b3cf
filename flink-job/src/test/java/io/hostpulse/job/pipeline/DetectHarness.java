package io.hostpulse.job.pipeline;

import io.hostpulse.job.ingest.DecodeSamples;
import io.hostpulse.job.ingest.DropDuplicates;
import io.hostpulse.job.liveness.TrackHosts;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.HostReading;
import io.hostpulse.job.model.HostState;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.rule.EvaluateRules;
import io.hostpulse.job.window.AggregateWindows;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/**
 * The operators of {@link DetectPipeline} up to what the rules say, one after the other, with a
 * clock that tests set.
 */
final class DetectHarness implements AutoCloseable {

    private final OneInputStreamOperatorTestHarness<RawRecord, Sample> decode;
    private final KeyedOneInputStreamOperatorTestHarness<String, Sample, Sample> distinct;
    private final KeyedOneInputStreamOperatorTestHarness<String, Sample, HostReading> windows;
    private final KeyedOneInputStreamOperatorTestHarness<String, Sample, HostState> hosts;
    private final KeyedBroadcastOperatorTestHarness<String, HostReading, RawRecord, ConditionEvent>
            rules;
    private final List<HostState> states = new ArrayList<>();
    private final List<ConditionEvent> events = new ArrayList<>();

    DetectHarness(DetectConfig config) throws Exception {
        decode =
                new OneInputStreamOperatorTestHarness<>(
                        new ProcessOperator<>(new DecodeSamples(config.clock())));
        distinct = keyed(new DropDuplicates(config.sequenceRetention(), config.maxHosts()));
        windows =
                keyed(
                        new AggregateWindows(
                                config.windows(),
                                config.allowedLateness(),
                                config.windowGrace(),
                                config.hostRetention()));
        hosts =
                keyed(
                        new TrackHosts(
                                config.leastSilence(),
                                config.hostRepeat(),
                                config.hostRetention()));
        rules =
                new KeyedBroadcastOperatorTestHarness<>(
                        new CoBroadcastWithKeyedOperator<>(
                                new EvaluateRules(config.windowSizes(), config.hostRetention()),
                                List.of(EvaluateRules.RULES)),
                        HostReading::hostId,
                        Types.STRING,
                        1,
                        1,
                        0);
        for (AbstractStreamOperatorTestHarness<?> each : all()) {
            each.open();
        }
    }

    void rule(RawRecord rule) throws Exception {
        rules.processBroadcastElement(new StreamRecord<>(rule));
    }

    /** Lets time go by; it never goes back. */
    void at(long millis) throws Exception {
        for (AbstractStreamOperatorTestHarness<?> each : all()) {
            each.setProcessingTime(millis);
        }
        handOn();
    }

    void take(RawRecord record) throws Exception {
        decode.processElement(new StreamRecord<>(record));
        handOn();
    }

    /** What was said of hosts so far. */
    List<HostState> states() {
        return states;
    }

    /** What the rules have said so far. */
    List<ConditionEvent> events() {
        return events;
    }

    @Override
    public void close() throws Exception {
        for (AbstractStreamOperatorTestHarness<?> each : all()) {
            each.close();
        }
    }

    private void handOn() throws Exception {
        for (Sample sample : drain(decode, decode.extractOutputValues())) {
            distinct.processElement(new StreamRecord<>(sample));
        }
        for (Sample sample : drain(distinct, distinct.extractOutputValues())) {
            windows.processElement(new StreamRecord<>(sample));
            hosts.processElement(new StreamRecord<>(sample));
        }
        for (HostReading reading : drain(windows, windows.extractOutputValues())) {
            rules.processElement(new StreamRecord<>(reading));
        }
        states.addAll(drain(hosts, hosts.extractOutputValues()));
        events.addAll(drain(rules, rules.extractOutputValues()));
        if (rules.getSideOutput(EvaluateRules.WINDOWS) != null) {
            rules.getSideOutput(EvaluateRules.WINDOWS).clear();
        }
    }

    private static <T> List<T> drain(AbstractStreamOperatorTestHarness<T> from, List<T> output) {
        from.getOutput().clear();
        return output;
    }

    private List<AbstractStreamOperatorTestHarness<?>> all() {
        return List.of(decode, distinct, windows, hosts, rules);
    }

    private static <T> KeyedOneInputStreamOperatorTestHarness<String, Sample, T> keyed(
            KeyedProcessFunction<String, Sample, T> function) throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(function), Sample::hostId, Types.STRING);
    }
}
