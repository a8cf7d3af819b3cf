package io.hostpulse.job.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.job.model.Baseline;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.DeadLetter;
import io.hostpulse.job.model.EvaluatedHost;
import io.hostpulse.job.model.HostReading;
import io.hostpulse.job.model.ObservedConditions;
import io.hostpulse.job.model.PublishedSilence;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.model.StateChange;
import io.hostpulse.job.model.Window;
import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.rule.ComputedWindows;
import io.hostpulse.wire.rule.Definition;
import io.hostpulse.wire.rule.InvalidRuleException;
import io.hostpulse.wire.rule.RuleReader;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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

/**
 * Applies the rules to what is read of hosts, and says where something is or was wrong: events for
 * patterns and lifecycles to make alerts of. Rules come and go while the job runs; one that cannot
 * be used is refused and the rule that it would have replaced stays.
 *
 * <p>State: the rules, as their JSON, until they are deleted. Per host: its newest sample's time
 * and identity; the progress of each rule that is or lately was breached, until it is idle or the
 * rule goes; baselines for the rules that want them; what has been seen of conditions for those
 * that ask when one begins, while their metrics come. All of it ends when the host is removed, or
 * has been silent for the retention time.
 */
public final class EvaluateRules
        extends KeyedBroadcastProcessFunction<String, HostReading, RawRecord, ConditionEvent> {

    private static final long serialVersionUID = 1L;

    /** The rules by id, as JSON. */
    public static final MapStateDescriptor<String, byte[]> RULES =
            new MapStateDescriptor<>(
                    "rules", Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

    /** Rules that cannot be used. */
    public static final OutputTag<DeadLetter> REFUSED = new OutputTag<>("refused-rules") {};

    /** All windows, flagged with the rules whose thresholds they cross, with the host's labels. */
    public static final OutputTag<Window> WINDOWS = new OutputTag<>("windows") {};

    /** Alerts that fire and are resolved, for those that do so too often. */
    public static final OutputTag<StateChange> CHANGES = new OutputTag<>("state-changes") {};

    /** Why alerts end that nobody will ever see to be over. */
    static final String HOST_GONE = "the host is gone";

    static final String HOST_STOPPED = "the host was stopped";
    static final String HOST_REMOVED = "the host was removed";

    static final MapStateDescriptor<String, RuleProgress> PROGRESS =
            new MapStateDescriptor<>("progress", Types.STRING, Types.POJO(RuleProgress.class));

    static final MapStateDescriptor<String, Baseline> BASELINES =
            new MapStateDescriptor<>("baselines", Types.STRING, Types.POJO(Baseline.class));

    static final MapStateDescriptor<String, ObservedConditions> OBSERVED =
            new MapStateDescriptor<>(
                    "observed", Types.STRING, Types.POJO(ObservedConditions.class));

    private final ComputedWindows windows;
    private final long retentionMillis;

    private transient MapState<String, RuleProgress> progress;
    private transient MapState<String, Baseline> baselines;
    private transient MapState<String, ObservedConditions> observed;
    private transient ValueState<EvaluatedHost> hosts;
    private transient RuleBook book;
    private transient HostDeadlines deadlines;

    /**
     * @param windowSizes sizes of the windows that there are; rules that want others are refused
     * @param retention how long a silent host is remembered
     */
    public EvaluateRules(Collection<Duration> windowSizes, Duration retention) {
        windows = new ComputedWindows(windowSizes);
        retentionMillis = retention.toMillis();
    }

    @Override
    public void open(OpenContext context) {
        deadlines = new HostDeadlines(retentionMillis);
        progress = getRuntimeContext().getMapState(PROGRESS);
        baselines = getRuntimeContext().getMapState(BASELINES);
        observed = getRuntimeContext().getMapState(OBSERVED);
        hosts =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>(
                                        "host", Types.POJO(EvaluatedHost.class)));
    }

    @Override
    public void processElement(
            HostReading reading, ReadOnlyContext context, Collector<ConditionEvent> out)
            throws Exception {
        long nowMillis = context.timerService().currentProcessingTime();
        RuleBook rules = rules(context.getBroadcastState(RULES));
        if (reading.silence() != null) {
            takeSilence(reading.silence(), rules, nowMillis, out);
            return;
        }
        deadlines.listen(nowMillis);
        if (reading.sample() == null) {
            takeWindow(reading.window(), rules, nowMillis, context);
        } else if (reading.sample().removesHost()) {
            remove(reading.sample(), rules, context, out);
        } else {
            takeSample(reading.sample(), rules, nowMillis, context, out);
        }
    }

    @Override
    public void processBroadcastElement(
            RawRecord record, Context context, Collector<ConditionEvent> out) throws Exception {
        boolean deleted = record.value() == null || record.value().length == 0;
        try {
            if (deleted) {
                String id = record.key() == null ? "" : new String(record.key(), UTF_8);
                replace(id, null, "rule deleted", context, out);
            } else {
                Definition definition = RuleReader.read(record.value(), windows);
                replace(definition.id(), record.value(), "rule changed", context, out);
            }
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
        EvaluatedHost host = hosts.value();
        if (host == null || timerMillis < host.timerMillis()) {
            return;
        }
        long nowMillis = context.timerService().currentProcessingTime();
        deadlines.listen(nowMillis);
        RuleBook rules = rules(context.getBroadcastState(RULES));
        HostRules itsRules = rules.on(context.getCurrentKey(), host.identity());
        if (deadlines.isGone(host, nowMillis)) {
            forget(host, host.newestMillis(), HOST_GONE, rules, context, out);
            return;
        }
        long onItsClock = host.newestMillis() + nowMillis - host.arrivalMillis();
        long silentMillis = deadlines.silentMillis(host, nowMillis);
        endOnStopped(host, silentMillis, rules, context, out);
        subjects(itsRules, host, onItsClock, rules, context, out)
                .fallSilent(itsRules.silences(), host, silentMillis);
        schedule(host, itsRules, nowMillis, context);
    }

    private void remove(
            Sample farewell, RuleBook rules, ReadOnlyContext context, Collector<ConditionEvent> out)
            throws Exception {
        EvaluatedHost host = hosts.value();
        if (host != null) {
            long removedMillis =
                    Math.max(host.newestMillis(), farewell.timeMillis() + host.putBackMillis());
            forget(host, removedMillis, HOST_REMOVED, rules, context, out);
        }
    }

    private void forget(
            EvaluatedHost host,
            long timeMillis,
            String reason,
            RuleBook rules,
            ReadOnlyContext context,
            Collector<ConditionEvent> out)
            throws Exception {
        HostRules itsRules = rules.on(context.getCurrentKey(), host.identity());
        subjects(itsRules, host, timeMillis, rules, context, out).end(itsRules.rules(), reason);
        progress.clear();
        baselines.clear();
        observed.clear();
        hosts.clear();
        rules.forget(context.getCurrentKey());
    }

    /**
     * Ends what a host has left that was stopped for so long that it may not be true any more. Its
     * date follows from samples alone, so it does not matter whether this is noticed before the
     * host is back or with its next sample.
     */
    private void endOnStopped(
            EvaluatedHost host,
            long silentMillis,
            RuleBook rules,
            ReadOnlyContext context,
            Collector<ConditionEvent> out)
            throws Exception {
        if (host.goodbye() != Goodbye.STOPPED) {
            return;
        }
        HostRules itsRules = rules.on(context.getCurrentKey(), host.identity());
        for (PreparedRule rule : itsRules.rules()) {
            long toleratedMillis = HostDeadlines.toleratedMillis(rule, host);
            if (silentMillis >= toleratedMillis && !itsRules.silences().contains(rule)) {
                long overMillis = host.newestMillis() + toleratedMillis;
                subjects(itsRules, host, overMillis, rules, context, out)
                        .end(List.of(rule), HOST_STOPPED);
            }
        }
    }

    private void takeWindow(Window window, RuleBook rules, long nowMillis, ReadOnlyContext context)
            throws Exception {
        EvaluatedHost host = hosts.value();
        HostRules itsRules =
                host == null ? HostRules.NONE : rules.on(window.hostId(), host.identity());
        context.output(
                WINDOWS,
                window.evaluated(itsRules.crossedBy(window), itsRules.labels(), nowMillis));
        if (window.onClock()) {
            WindowConditions.update(itsRules.ofWindows(), window, progress, observed);
        }
    }

    private void takeSample(
            Sample sample,
            RuleBook rules,
            long nowMillis,
            ReadOnlyContext context,
            Collector<ConditionEvent> out)
            throws Exception {
        EvaluatedHost before = hosts.value();
        if (before != null && !sample.live() && before.hasSaidGoodbye()) {
            return; // it was on its way when the host said so
        }
        if (before != null) {
            long silentMillis =
                    sample.timeMillis() + before.putBackMillis() - before.newestMillis();
            endOnStopped(before, silentMillis, rules, context, out);
        }
        List<PreparedRule> rulesBefore =
                before == null ? List.of() : rules.on(sample.hostId(), before.identity()).rules();
        HostRules itsRules = rules.on(sample.hostId(), sample.identity());
        byte[] identity = itsRules.serializedIdentity();
        EvaluatedHost host =
                before == null
                        ? EvaluatedHost.of(sample, identity, nowMillis)
                        : before.heard(sample, identity, nowMillis);
        Subjects subjects = subjects(itsRules, host, host.newestMillis(), rules, context, out);
        if (before != null) {
            subjects.hearAgain(
                    itsRules.silences(), Duration.ofMillis(nowMillis - before.arrivalMillis()));
        }
        if (!rulesBefore.equals(itsRules.rules())) {
            subjects.end(itsRules.withoutThese(rulesBefore), "the rule does not apply any more");
        }
        if (before == null) {
            subjects.evaluate(itsRules.rules(), sample, host.newestMillis());
        } else if (sample.live()) {
            Optional<String> interruption = interruption(before, host);
            if (interruption.isPresent()) {
                subjects.interrupt(
                        itsRules.rules(),
                        interruption.get(),
                        host.newestMillis() - before.newestMillis());
            }
            subjects.evaluate(itsRules.rules(), sample, before.newestMillis());
        }
        boolean timerIsEarlyEnough =
                host.timerMillis() > nowMillis
                        && host.timerMillis() <= deadlines.nextMillis(host, itsRules, nowMillis);
        if (timerIsEarlyEnough) {
            hosts.update(host);
        } else {
            schedule(host, itsRules, nowMillis, context);
        }
    }

    /** Why nobody can have seen what has happened between two samples; empty if somebody has. */
    private static Optional<String> interruption(EvaluatedHost before, EvaluatedHost host) {
        long putBackMillis = host.putBackSince(before);
        if (putBackMillis > host.toleratedGapMillis()) {
            return Optional.of(
                    "the clock was put back by "
                            + HumanDuration.spell(Duration.ofMillis(putBackMillis)));
        }
        return host.newestMillis() - before.newestMillis() > host.toleratedGapMillis()
                ? Optional.of("the host was silent")
                : Optional.empty();
    }

    private void takeSilence(
            PublishedSilence silence, RuleBook rules, long nowMillis, Collector<ConditionEvent> out)
            throws Exception {
        // when the job starts for the first time they are still on their way
        if (rules.isEmpty()) {
            return;
        }
        AdoptSilence adoption = new AdoptSilence(silence, progress, out::collect);
        EvaluatedHost host = hosts.value();
        if (host != null) {
            adoption.onHost(host, rules.on(silence.hostId(), host.identity()));
        } else if (silence.hostRemoved() || nowMillis - silence.timeMillis() >= retentionMillis) {
            adoption.onGoneHost();
        }
    }

    /**
     * @param json null to delete
     */
    private void replace(
            String id, byte[] json, String reason, Context context, Collector<ConditionEvent> out)
            throws Exception {
        byte[] before = context.getBroadcastState(RULES).get(id);
        if (before != null && RuleBook.isOtherRule(before, json)) {
            RuleBook rules = rules(context.getBroadcastState(RULES));
            context.applyToKeyedState(
                    PROGRESS, (hostId, ofHost) -> endRule(id, hostId, reason, rules, context, out));
            context.applyToKeyedState(
                    OBSERVED, (hostId, ofHost) -> Subjects.forgetObserved(id, ofHost));
        }
        if (json == null) {
            context.getBroadcastState(RULES).remove(id);
        } else {
            context.getBroadcastState(RULES).put(id, json);
        }
        book = null;
    }

    /** Runs with the host as the current key. */
    private void endRule(
            String id,
            String hostId,
            String reason,
            RuleBook rules,
            Context context,
            Collector<ConditionEvent> out)
            throws Exception {
        EvaluatedHost host = hosts.value();
        if (host == null) {
            return;
        }
        HostRules itsRules = rules.on(hostId, host.identity());
        List<PreparedRule> ended =
                itsRules.rules().stream().filter(rule -> rule.rule().id().equals(id)).toList();
        HostFacts facts = HostFacts.of(hostId, host, itsRules, host.newestMillis());
        subjects(facts, rules, change -> context.output(CHANGES, change), out).end(ended, reason);
    }

    private Subjects subjects(
            HostRules itsRules,
            EvaluatedHost evaluated,
            long timeMillis,
            RuleBook rules,
            ReadOnlyContext context,
            Collector<ConditionEvent> out) {
        return subjects(
                HostFacts.of(context.getCurrentKey(), evaluated, itsRules, timeMillis),
                rules,
                change -> context.output(CHANGES, change),
                out);
    }

    private Subjects subjects(
            HostFacts host,
            RuleBook rules,
            Consumer<StateChange> changes,
            Collector<ConditionEvent> out) {
        return new Subjects(
                host,
                rules.muting(),
                progress,
                baselines,
                observed,
                new Subject.Announcements(out::collect, changes));
    }

    private void schedule(
            EvaluatedHost host, HostRules itsRules, long nowMillis, ReadOnlyContext context)
            throws Exception {
        long timerMillis = deadlines.nextMillis(host, itsRules, nowMillis);
        context.timerService().registerProcessingTimeTimer(timerMillis);
        hosts.update(host.withTimer(timerMillis));
    }

    private RuleBook rules(ReadOnlyBroadcastState<String, byte[]> state) throws Exception {
        if (book == null) {
            Map<String, byte[]> definitions = new HashMap<>();
            for (Map.Entry<String, byte[]> entry : state.immutableEntries()) {
                definitions.put(entry.getKey(), entry.getValue());
            }
            book = new RuleBook(definitions.entrySet());
        }
        return book;
    }
}
