package io.hostpulse.job.pipeline;

import io.hostpulse.job.ingest.DecodeSamples;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.HostReading;
import io.hostpulse.job.model.HostState;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.monitor.MonitorHosts;
import io.hostpulse.job.rule.EvaluateRules;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/**
 * The operators of {@link DetectPipeline} up to what the rules say, one after the other, with a
 * clock that tests set.
 */
final class DetectHarness implements AutoCloseable {

    private final OneInputStreamOperatorTestHarness<RawRecord, Sample> decode;
    private final KeyedBroadcastOperatorTestHarness<String, HostReading, RawRecord, ConditionEvent>
            hosts;
    private final List<HostState> states = new ArrayList<>();
    private final List<ConditionEvent> events = new ArrayList<>();

    DetectHarness(DetectConfig config) throws Exception {
        decode =
                new OneInputStreamOperatorTestHarness<>(
                        new ProcessOperator<>(new DecodeSamples(config.clock())));
        hosts =
                new KeyedBroadcastOperatorTestHarness<>(
                        new CoBroadcastWithKeyedOperator<>(
                                DetectPipeline.monitorHosts(config), List.of(EvaluateRules.RULES)),
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
        hosts.processBroadcastElement(new StreamRecord<>(rule));
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
            hosts.processElement(new StreamRecord<>(HostReading.of(sample)));
        }
        events.addAll(drain(hosts, hosts.extractOutputValues()));
        if (hosts.getSideOutput(MonitorHosts.HOSTS) != null) {
            hosts.getSideOutput(MonitorHosts.HOSTS).forEach(state -> states.add(state.getValue()));
            hosts.getSideOutput(MonitorHosts.HOSTS).clear();
        }
    }

    private static <T> List<T> drain(AbstractStreamOperatorTestHarness<T> from, List<T> output) {
        from.getOutput().clear();
        return output;
    }

    private List<AbstractStreamOperatorTestHarness<?>> all() {
        return List.of(decode, hosts);
    }
}
