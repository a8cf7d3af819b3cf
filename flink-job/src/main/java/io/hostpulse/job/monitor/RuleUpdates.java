package io.hostpulse.job.monitor;

import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.DeadLetter;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.model.StateChange;
import io.hostpulse.job.rule.EvaluateRules;
import io.hostpulse.job.rule.EvaluateRules.RuleChange;
import io.hostpulse.wire.rule.InvalidRuleException;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Takes rules in that come while the job runs, and ends on every host what a rule has begun that is
 * gone now, or says something else.
 */
final class RuleUpdates {

    private final EvaluateRules rules;
    private final CurrentHost current;

    RuleUpdates(EvaluateRules rules, CurrentHost current) {
        this.rules = rules;
        this.current = current;
    }

    void take(
            RawRecord record,
            KeyedBroadcastProcessFunction<String, ?, RawRecord, ConditionEvent>.Context context,
            Collector<ConditionEvent> out)
            throws Exception {
        BroadcastState<String, byte[]> known = context.getBroadcastState(EvaluateRules.RULES);
        try {
            RuleChange change = rules.read(record);
            if (rules.endsRule(change, known)) {
                end(change, known, context, out);
            }
            rules.put(change, known);
        } catch (InvalidRuleException e) {
            context.output(
                    MonitorHosts.REFUSED,
                    new DeadLetter(
                            record,
                            context.currentProcessingTime(),
                            "invalid-rule",
                            e.getMessage()));
        }
    }

    private void end(
            RuleChange change,
            BroadcastState<String, byte[]> known,
            KeyedBroadcastProcessFunction<String, ?, RawRecord, ConditionEvent>.Context context,
            Collector<ConditionEvent> out)
            throws Exception {
        Consumer<StateChange> changes = alert -> context.output(MonitorHosts.CHANGES, alert);
        Consumer<AlertTransition> ends = alert -> context.output(MonitorHosts.ENDS, alert);
        context.applyToKeyedState(
                EvaluateRules.PROGRESS,
                (hostId, progress) -> {
                    current.load();
                    rules.end(
                            change,
                            new EvaluateRules.Host(
                                    hostId, null, known, out::collect, changes, ends));
                    current.save();
                });
        context.applyToKeyedState(
                EvaluateRules.OBSERVED,
                (hostId, observed) -> {
                    current.load();
                    rules.forgetObserved(change);
                    current.save();
                });
    }
}
