package io.hostpulse.job.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.job.model.Breach;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.ConditionEvent.Phase;
import io.hostpulse.job.model.DeadLetter;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.rule.Conditions;
import io.hostpulse.wire.rule.Definition;
import io.hostpulse.wire.rule.InvalidRuleException;
import io.hostpulse.wire.rule.Rule;
import io.hostpulse.wire.rule.RuleReader;
import io.hostpulse.wire.rule.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the rules to samples, and says when a rule's condition begins on a host, goes on, and
 * ends. Rules come and go while the job runs; one that cannot be read is refused and the rule that
 * it would have replaced stays.
 *
 * <p>State: the rules, as their JSON, until they are deleted. Per host: the time of the newest
 * sample, and the conditions that hold; all of it ends when the host has been silent for the
 * retention time, and a condition also with its rule.
 */
public final class EvaluateRules
        extends KeyedBroadcastProcessFunction<String, Sample, RawRecord, ConditionEvent> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(EvaluateRules.class);

    /** The rules by id, as JSON. */
    public static final MapStateDescriptor<String, byte[]> RULES =
            new MapStateDescriptor<>(
                    "rules", Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

    /** Rules that cannot be read. */
    public static final OutputTag<DeadLetter> REFUSED = new OutputTag<>("refused-rules") {};

    private static final MapStateDescriptor<String, Breach> BREACHES =
            new MapStateDescriptor<>("breaches", Types.STRING, Types.POJO(Breach.class));

    private final long retentionMillis;
    private transient MapState<String, Breach> breaches;
    private transient ValueState<Long> newest;
    private transient ValueState<Long> cleanup;
    private transient Map<String, Rule> rules;

    public EvaluateRules(Duration retention) {
        retentionMillis = retention.toMillis();
    }

    @Override
    public void open(OpenContext context) {
        breaches = getRuntimeContext().getMapState(BREACHES);
        newest =
                getRuntimeContext()
                        .getState(new ValueStateDescriptor<>("newest-millis", Types.LONG));
        cleanup =
                getRuntimeContext()
                        .getState(new ValueStateDescriptor<>("cleanup-millis", Types.LONG));
    }

    @Override
    public void processElement(
            Sample sample, ReadOnlyContext context, Collector<ConditionEvent> out)
            throws Exception {
        Long newestMillis = newest.value();
        if (newestMillis != null && sample.timeMillis() <= newestMillis) {
            return;
        }
        newest.update(sample.timeMillis());
        for (Rule rule : rulesOf(context.getBroadcastState(RULES)).values()) {
            double value = sample.values()[HostMetrics.slot(threshold(rule).metric())];
            if (!Double.isNaN(value)) {
                evaluate(rule, sample, value, out);
            }
        }
        long nowMillis = context.timerService().currentProcessingTime();
        if (cleanup.value() == null || cleanup.value() <= nowMillis + retentionMillis / 2) {
            cleanup.update(nowMillis + retentionMillis);
            context.timerService().registerProcessingTimeTimer(nowMillis + retentionMillis);
        }
    }

    @Override
    public void processBroadcastElement(
            RawRecord record, Context context, Collector<ConditionEvent> out) throws Exception {
        String id = record.key() == null ? "" : new String(record.key(), UTF_8);
        if (record.value() == null || record.value().length == 0) {
            byte[] removed = context.getBroadcastState(RULES).get(id);
            if (removed != null) {
                context.getBroadcastState(RULES).remove(id);
                rules = null;
                Optional<Rule> rule = readStored(removed);
                if (rule.isPresent()) {
                    endConditions(rule.get(), context, out);
                }
            }
            return;
        }
        try {
            Definition definition = RuleReader.read(record.value());
            context.getBroadcastState(RULES).put(definition.id(), record.value());
            rules = null;
        } catch (InvalidRuleException e) {
            context.output(
                    REFUSED,
                    new DeadLetter(
                            record,
                            context.currentProcessingTime(),
                            "invalid-rule",
                            e.getMessage()));
        }
    }

    @Override
    public void onTimer(long timerMillis, OnTimerContext context, Collector<ConditionEvent> out)
            throws Exception {
        if (cleanup.value() == null || timerMillis < cleanup.value()) {
            return;
        }
        Map<String, Rule> known = rulesOf(context.getBroadcastState(RULES));
        for (Map.Entry<String, Breach> entry : breaches.entries()) {
            Rule rule = known.get(entry.getKey());
            if (rule != null) {
                out.collect(end(rule, context.getCurrentKey(), entry.getValue(), "host gone"));
            }
        }
        breaches.clear();
        newest.clear();
        cleanup.clear();
    }

    private void evaluate(Rule rule, Sample sample, double value, Collector<ConditionEvent> out)
            throws Exception {
        Breach breach = breaches.get(rule.id());
        if (breach == null) {
            if (threshold(rule).isBreachedBy(value)) {
                breach =
                        new Breach(
                                sample.hostName(),
                                sample.timeMillis(),
                                sample.timeMillis(),
                                value,
                                value);
                breaches.put(rule.id(), breach);
                out.collect(event(rule, Phase.BEGINS, sample.hostId(), breach, ""));
                out.collect(event(rule, Phase.HOLDS, sample.hostId(), breach, ""));
            }
            return;
        }
        boolean cleared = threshold(rule).isClearedBy(value);
        Breach now =
                new Breach(
                        sample.hostName(),
                        breach.beganMillis(),
                        sample.timeMillis(),
                        value,
                        threshold(rule).worseOf(breach.peak(), value));
        if (cleared) {
            breaches.remove(rule.id());
            out.collect(end(rule, sample.hostId(), now, "back to normal"));
        } else {
            breaches.put(rule.id(), now);
            out.collect(event(rule, Phase.HOLDS, sample.hostId(), now, ""));
        }
    }

    private static void endConditions(Rule rule, Context context, Collector<ConditionEvent> out)
            throws Exception {
        context.applyToKeyedState(
                BREACHES,
                (hostId, state) -> {
                    Breach breach = state.get(rule.id());
                    if (breach != null) {
                        state.remove(rule.id());
                        out.collect(end(rule, hostId, breach, "rule deleted"));
                    }
                });
    }

    private static ConditionEvent end(Rule rule, String hostId, Breach breach, String reason) {
        return event(rule, Phase.ENDS, hostId, breach, reason);
    }

    private static ConditionEvent event(
            Rule rule, Phase phase, String hostId, Breach breach, String reason) {
        return new ConditionEvent(
                rule.id() + "|" + hostId,
                phase,
                rule.id(),
                rule.name(),
                rule.severity().label(),
                hostId,
                breach.hostName(),
                threshold(rule).metric().name(),
                breach.newestMillis(),
                breach.beganMillis(),
                rule.sustainedFor().toMillis(),
                breach.value(),
                threshold(rule).threshold(),
                breach.peak(),
                AlertMessage.of(rule, breach.hostName(), breach.value()),
                reason);
    }

    /** The rules, read from their JSON once after every change. */
    private Map<String, Rule> rulesOf(ReadOnlyBroadcastState<String, byte[]> state)
            throws Exception {
        if (rules == null) {
            List<Map.Entry<String, byte[]>> entries = new ArrayList<>();
            state.immutableEntries().forEach(entries::add);
            entries.sort(Map.Entry.comparingByKey());
            Map<String, Rule> read = new LinkedHashMap<>();
            for (Map.Entry<String, byte[]> entry : entries) {
                readStored(entry.getValue()).ifPresent(rule -> read.put(entry.getKey(), rule));
            }
            rules = read;
        }
        return rules;
    }

    /** A rule that an earlier version took may be one that this version does not. */
    private static Optional<Rule> readStored(byte[] json) {
        try {
            return RuleReader.read(json) instanceof Rule rule && isSimple(rule)
                    ? Optional.of(rule)
                    : Optional.empty();
        } catch (InvalidRuleException e) {
            LOG.warn("a stored rule cannot be used any more and rests: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether it looks at nothing but one value of the host's samples. */
    private static boolean isSimple(Rule rule) {
        return rule.when() instanceof Conditions
                && rule.conditions().size() == 1
                && rule.dimension() == Dimension.HOST
                && rule.conditions().get(0) instanceof Threshold threshold
                && threshold.over().isEmpty();
    }

    private static Threshold threshold(Rule rule) {
        return (Threshold) rule.conditions().get(0);
    }
}
