package io.hostpulse.job.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.job.alert.AlertLifecycle;
import io.hostpulse.job.alert.FlappingLifecycle;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.HostReading;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.model.StateChange;
import io.hostpulse.job.monitor.MonitorHosts;
import io.hostpulse.job.pattern.ConditionPattern;
import io.hostpulse.job.pattern.Flapping;
import io.hostpulse.job.pattern.ForgettingCepOperator;
import io.hostpulse.job.pipeline.DetectConfig;
import io.hostpulse.job.pipeline.DetectPipeline;
import io.hostpulse.job.rule.EvaluateRules;
import io.hostpulse.wire.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/** From samples to alerts with Flink's own operators, state and timers. */
final class FlinkDetection implements AutoCloseable {

    private final List<AbstractStreamOperatorTestHarness<?>> all = new ArrayList<>();
    private final KeyedBroadcastOperatorTestHarness<String, HostReading, RawRecord, ConditionEvent>
            hosts;
    private final List<Branch> branches = new ArrayList<>();
    private final KeyedTwoInputStreamOperatorTestHarness<
                    String, ConditionEvent, AlertTransition, AlertTransition>
            lifecycle;
    private final KeyedOneInputStreamOperatorTestHarness<String, StateChange, StateChange> flapping;
    private final KeyedTwoInputStreamOperatorTestHarness<
                    String, StateChange, AlertTransition, AlertTransition>
            flappingLifecycle;
    private final List<AlertTransition> alerts = new ArrayList<>();

    private record Branch(
            ConditionPattern kind,
            KeyedOneInputStreamOperatorTestHarness<String, ConditionEvent, ConditionEvent> cep) {}

    FlinkDetection(DetectConfig config, long startMillis) throws Exception {
        hosts =
                opened(
                        new KeyedBroadcastOperatorTestHarness<>(
                                new CoBroadcastWithKeyedOperator<>(
                                        DetectPipeline.monitorHosts(config),
                                        List.of(EvaluateRules.RULES)),
                                HostReading::hostId,
                                Types.STRING,
                                1,
                                1,
                                0),
                        startMillis);
        for (ConditionPattern kind : ConditionPattern.all()) {
            branches.add(
                    new Branch(
                            kind,
                            cep(
                                    ConditionEvent.class,
                                    kind.pattern(),
                                    kind.verdicts(),
                                    ConditionEvent::alertKey,
                                    startMillis)));
        }
        lifecycle = lifecycle(new AlertLifecycle(), ConditionEvent::alertKey, startMillis);
        flapping =
                cep(
                        StateChange.class,
                        Flapping.pattern(),
                        new Flapping.TakeVerdict(),
                        StateChange::alertKey,
                        startMillis);
        flappingLifecycle = lifecycle(new FlappingLifecycle(), StateChange::alertKey, startMillis);
    }

    void define(String id, byte[] json) throws Exception {
        hosts.processBroadcastElement(
                new StreamRecord<>(
                        new RawRecord(Topics.RULES, 0, 0, 0, null, id.getBytes(UTF_8), json)));
    }

    /** Lets time go by, each millisecond by itself: timers are told it when they fire. */
    void advanceTo(long millis) throws Exception {
        while (hosts.getProcessingTime() < millis) {
            for (AbstractStreamOperatorTestHarness<?> each : all) {
                each.setProcessingTime(each.getProcessingTime() + 1);
            }
            handOn();
        }
    }

    void take(Sample sample) throws Exception {
        hosts.processElement(new StreamRecord<>(HostReading.of(sample)));
        handOn();
    }

    List<AlertTransition> alerts() {
        return alerts;
    }

    @Override
    public void close() throws Exception {
        for (AbstractStreamOperatorTestHarness<?> each : all) {
            each.close();
        }
    }

    private void handOn() throws Exception {
        Queue<StreamRecord<StateChange>> changes = hosts.getSideOutput(MonitorHosts.CHANGES);
        while (changes != null && !changes.isEmpty()) {
            flapping.processElement(changes.poll());
        }
        for (StateChange verdict : drain(flapping)) {
            flappingLifecycle.processElement1(new StreamRecord<>(verdict));
        }
        for (ConditionEvent event : drain(hosts)) {
            for (Branch branch : branches) {
                if (branch.kind().ofKind().filter(event)) {
                    branch.cep().processElement(new StreamRecord<>(event));
                    for (ConditionEvent verdict : drain(branch.cep())) {
                        lifecycle.processElement1(new StreamRecord<>(verdict));
                    }
                }
            }
        }
        alerts.addAll(drain(lifecycle));
        alerts.addAll(drain(flappingLifecycle));
        if (hosts.getSideOutput(MonitorHosts.HOSTS) != null) {
            hosts.getSideOutput(MonitorHosts.HOSTS).clear();
        }
    }

    private static <T> List<T> drain(AbstractStreamOperatorTestHarness<T> from) {
        if (from.getOutput().isEmpty()) {
            return List.of();
        }
        List<T> values = List.copyOf(from.extractOutputValues());
        from.getOutput().clear();
        return values;
    }

    private <T> KeyedOneInputStreamOperatorTestHarness<String, T, T> cep(
            Class<T> type,
            Pattern<T, ?> pattern,
            PatternProcessFunction<T, T> verdicts,
            KeySelector<T, String> key,
            long startMillis)
            throws Exception {
        return opened(
                new KeyedOneInputStreamOperatorTestHarness<>(
                        ForgettingCepOperator.of(
                                Types.POJO(type).createSerializer(new SerializerConfigImpl()),
                                pattern,
                                verdicts),
                        key,
                        Types.STRING),
                startMillis);
    }

    private <T>
            KeyedTwoInputStreamOperatorTestHarness<String, T, AlertTransition, AlertTransition>
                    lifecycle(
                            KeyedCoProcessFunction<String, T, AlertTransition, AlertTransition>
                                    function,
                            KeySelector<T, String> key,
                            long startMillis)
                            throws Exception {
        return opened(
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        new KeyedCoProcessOperator<>(function),
                        key,
                        AlertTransition::alertKey,
                        Types.STRING),
                startMillis);
    }

    private <H extends AbstractStreamOperatorTestHarness<?>> H opened(H harness, long startMillis)
            throws Exception {
        harness.setProcessingTime(startMillis);
        harness.open();
        all.add(harness);
        return harness;
    }
}
