package io.hostpulse.job.monitor;

import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.PublishedAlert;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.model.Window;
import io.hostpulse.job.rule.EvaluateRules;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/** {@link EvaluateRules} as a function of its own. */
final class RulesAlone
        extends KeyedBroadcastProcessFunction<String, Object, RawRecord, ConditionEvent> {

    private static final long serialVersionUID = 1L;

    private final EvaluateRules part;
    private transient CurrentHost current;

    RulesAlone(EvaluateRules part) {
        this.part = part;
    }

    @Override
    public void open(OpenContext context) {
        current = new CurrentHost(getRuntimeContext());
        part.open(getRuntimeContext(), current.evaluated());
    }

    @Override
    public void processElement(
            Object reading, ReadOnlyContext context, Collector<ConditionEvent> out)
            throws Exception {
        current.load();
        EvaluateRules.Host host = MonitorHosts.host(context, out);
        if (reading instanceof Sample sample) {
            part.evaluate(sample, host);
        } else if (reading instanceof Window window) {
            context.output(MonitorHosts.WINDOWS, part.evaluate(window, host));
        } else {
            part.recall((PublishedAlert) reading, host);
        }
        current.save();
    }

    @Override
    public void processBroadcastElement(
            RawRecord record, Context context, Collector<ConditionEvent> out) throws Exception {
        new RuleUpdates(part, current).take(record, context, out);
    }

    @Override
    public void onTimer(long timerMillis, OnTimerContext context, Collector<ConditionEvent> out)
            throws Exception {
        current.load();
        part.onTimer(timerMillis, MonitorHosts.host(context, out));
        current.save();
    }
}
