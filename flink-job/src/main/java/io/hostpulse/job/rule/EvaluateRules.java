package io.hostpulse.job.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.job.model.Baseline;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.EvaluatedHost;
import io.hostpulse.job.model.ObservedConditions;
import io.hostpulse.job.model.PublishedSilence;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.model.StateChange;
import io.hostpulse.job.model.Window;
import io.hostpulse.job.model.WindowLook;
import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.rule.ComputedWindows;
import io.hostpulse.wire.rule.Definition;
import io.hostpulse.wire.rule.InvalidRuleException;
import io.hostpulse.wire.rule.RuleReader;
import java.io.Serializable;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;

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
public final class EvaluateRules implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The rules by id, as JSON. */
    public static final MapStateDescriptor<String, byte[]> RULES =
            new MapStateDescriptor<>(
                    "rules", Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

    /** What is known of how far rules have got on a host, by rule and thing. */
    public static final MapStateDescriptor<String, RuleProgress> PROGRESS =
            new MapStateDescriptor<>("progress", Types.STRING, Types.POJO(RuleProgress.class));

    /** What has been seen of the conditions of rules that ask when one begins. */
    public static final MapStateDescriptor<String, ObservedConditions> OBSERVED =
            new MapStateDescriptor<>(
                    "observed", Types.STRING, Types.POJO(ObservedConditions.class));

    /** Why alerts end that nobody will ever see to be over. */
    static final String HOST_GONE = "the host is gone";

    static final String HOST_STOPPED = "the host was stopped";
    static final String HOST_REMOVED = "the host was removed";

    static final MapStateDescriptor<String, Baseline> BASELINES =
            new MapStateDescriptor<>("baselines", Types.STRING, Types.POJO(Baseline.class));

    private final ComputedWindows windows;
    private final long retentionMillis;

    private transient MapState<String, RuleProgress> progress;
    private transient MapState<String, Baseline> baselines;
    private transient MapState<String, ObservedConditions> observed;
    private transient ValueState<EvaluatedHost> hosts;
    private transient RuleBook book;
    private transient HostDeadlines deadlines;

    /**
     * The host at hand.
     *
     * @param rules by id, as JSON
     * @param events where events go
     * @param changes where alerts go that fire and are resolved, for those that do so too often
     */
    public record Host(
            String id,
            TimerService timers,
            ReadOnlyBroadcastState<String, byte[]> rules,
            Consumer<ConditionEvent> events,
            Consumer<StateChange> changes) {}

    /**
     * What is to become of a rule.
     *
     * @param json null to delete it
     */
    public record RuleChange(String id, byte[] json) {

        String reason() {
            return json == null ? "rule deleted" : "rule changed";
        }
    }

    /**
     * @param windowSizes sizes of the windows that there are; rules that want others are refused
     * @param retention how long a silent host is remembered
     */
    public EvaluateRules(Collection<Duration> windowSizes, Duration retention) {
        windows = new ComputedWindows(windowSizes);
        retentionMillis = retention.toMillis();
    }

    public void open(RuntimeContext runtime, ValueState<EvaluatedHost> hosts) {
        deadlines = new HostDeadlines(retentionMillis);
        progress = runtime.getMapState(PROGRESS);
        baselines = runtime.getMapState(BASELINES);
        observed = runtime.getMapState(OBSERVED);
        this.hosts = hosts;
    }

    /** The windows that rules look at. */
    public Set<WindowLook> looks(ReadOnlyBroadcastState<String, byte[]> rules) throws Exception {
        return book(rules).looks();
    }

    /** What the record says of a rule, which may be none that can be used. */
    public RuleChange read(RawRecord record) throws InvalidRuleException {
        if (record.value() == null || record.value().length == 0) {
            return new RuleChange(
                    record.key() == null ? "" : new String(record.key(), UTF_8), null);
        }
        Definition definition = RuleReader.read(record.value(), windows);
        return new RuleChange(definition.id(), record.value());
    }

    /** Whether a rule is there that will be gone, or say something else. */
    public boolean endsRule(RuleChange change, ReadOnlyBroadcastState<String, byte[]> rules)
            throws Exception {
        byte[] before = rules.get(change.id());
        return before != null && RuleBook.isOtherRule(before, change.json());
    }

    /** Ends what the rule as it was has begun on the host. */
    public void end(RuleChange change, Host at) throws Exception {
        EvaluatedHost host = hosts.value();
        if (host == null) {
            return;
        }
        HostRules itsRules = book(at.rules()).on(at.id(), host.identity());
        List<PreparedRule> ended =
                itsRules.rules().stream()
                        .filter(rule -> rule.rule().id().equals(change.id()))
                        .toList();
        subjects(itsRules, host, host.newestMillis(), at).end(ended, change.reason());
    }

    /** Forgets what has been seen of a rule's conditions. */
    public static void forgetObserved(
            RuleChange change, MapState<String, ObservedConditions> ofHost) throws Exception {
        Subjects.forgetObserved(change.id(), ofHost);
    }

    public void put(RuleChange change, BroadcastState<String, byte[]> rules) throws Exception {
        if (change.json() == null) {
            rules.remove(change.id());
        } else {
            rules.put(change.id(), change.json());
        }
        book = null;
    }

    /** Evaluates a sample. What removes the host ends all that is left of it. */
    public void evaluate(Sample sample, Host at) throws Exception {
        long nowMillis = at.timers().currentProcessingTime();
        deadlines.listen(nowMillis);
        if (sample.removesHost()) {
            remove(sample, at);
        } else {
            take(sample, nowMillis, at);
        }
    }

    /**
     * Takes a window into the conditions that look at it; the next sample is what decides then.
     *
     * @return the window, with the rules whose thresholds it crosses and the host's labels
     */
    public Window evaluate(Window window, Host at) throws Exception {
        long nowMillis = at.timers().currentProcessingTime();
        deadlines.listen(nowMillis);
        EvaluatedHost host = hosts.value();
        HostRules itsRules =
                host == null ? HostRules.NONE : book(at.rules()).on(at.id(), host.identity());
        if (window.onClock()) {
            WindowConditions.update(itsRules.ofWindows(), window, progress, observed);
        }
        return window.evaluated(itsRules.crossedBy(window), itsRules.labels(), nowMillis);
    }

    /** Adopts a silence that is published as firing, if rules do not know it. */
    public void adopt(PublishedSilence silence, Host at) throws Exception {
        RuleBook rules = book(at.rules());
        // when the job starts for the first time they are still on their way
        if (rules.isEmpty()) {
            return;
        }
        long nowMillis = at.timers().currentProcessingTime();
        AdoptSilence adoption = new AdoptSilence(silence, progress, at.events());
        EvaluatedHost host = hosts.value();
        if (host != null) {
            adoption.onHost(host, rules.on(at.id(), host.identity()));
        } else if (silence.hostRemoved() || nowMillis - silence.timeMillis() >= retentionMillis) {
            adoption.onGoneHost();
        }
    }

    /** Evaluates the rules that ask whether the host is silent. */
    public void onTimer(long timerMillis, Host at) throws Exception {
        EvaluatedHost host = hosts.value();
        if (host == null || timerMillis < host.timerMillis()) {
            return;
        }
        long nowMillis = at.timers().currentProcessingTime();
        deadlines.listen(nowMillis);
        RuleBook rules = book(at.rules());
        HostRules itsRules = rules.on(at.id(), host.identity());
        if (deadlines.isGone(host, nowMillis)) {
            forget(host, host.newestMillis(), HOST_GONE, at);
            return;
        }
        long onItsClock = host.newestMillis() + nowMillis - host.arrivalMillis();
        long silentMillis = deadlines.silentMillis(host, nowMillis);
        endOnStopped(host, silentMillis, at);
        subjects(itsRules, host, onItsClock, at)
                .fallSilent(itsRules.silences(), host, silentMillis);
        schedule(host, itsRules, nowMillis, at);
    }

    private void remove(Sample farewell, Host at) throws Exception {
        EvaluatedHost host = hosts.value();
        if (host != null) {
            long removedMillis =
                    Math.max(host.newestMillis(), farewell.timeMillis() + host.putBackMillis());
            forget(host, removedMillis, HOST_REMOVED, at);
        }
    }

    private void forget(EvaluatedHost host, long timeMillis, String reason, Host at)
            throws Exception {
        RuleBook rules = book(at.rules());
        HostRules itsRules = rules.on(at.id(), host.identity());
        subjects(itsRules, host, timeMillis, at).end(itsRules.rules(), reason);
        progress.clear();
        baselines.clear();
        observed.clear();
        hosts.clear();
        rules.forget(at.id());
    }

    /**
     * Ends what a host has left that was stopped for so long that it may not be true any more. Its
     * date follows from samples alone, so it does not matter whether this is noticed before the
     * host is back or with its next sample.
     */
    private void endOnStopped(EvaluatedHost host, long silentMillis, Host at) throws Exception {
        if (host.goodbye() != Goodbye.STOPPED) {
            return;
        }
        HostRules itsRules = book(at.rules()).on(at.id(), host.identity());
        for (PreparedRule rule : itsRules.rules()) {
            long toleratedMillis = HostDeadlines.toleratedMillis(rule, host);
            if (silentMillis >= toleratedMillis && !itsRules.silences().contains(rule)) {
                long overMillis = host.newestMillis() + toleratedMillis;
                subjects(itsRules, host, overMillis, at).end(List.of(rule), HOST_STOPPED);
            }
        }
    }

    private void take(Sample sample, long nowMillis, Host at) throws Exception {
        EvaluatedHost before = hosts.value();
        if (before != null && !sample.live() && before.hasSaidGoodbye()) {
            return; // it was on its way when the host said so
        }
        if (before != null) {
            long silentMillis =
                    sample.timeMillis() + before.putBackMillis() - before.newestMillis();
            endOnStopped(before, silentMillis, at);
        }
        RuleBook rules = book(at.rules());
        List<PreparedRule> rulesBefore =
                before == null ? List.of() : rules.on(at.id(), before.identity()).rules();
        HostRules itsRules = rules.on(at.id(), sample.identity());
        byte[] identity = itsRules.serializedIdentity();
        EvaluatedHost host =
                before == null
                        ? EvaluatedHost.of(sample, identity, nowMillis)
                        : before.heard(sample, identity, nowMillis);
        Subjects subjects = subjects(itsRules, host, host.newestMillis(), at);
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
            schedule(host, itsRules, nowMillis, at);
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

    private Subjects subjects(HostRules itsRules, EvaluatedHost evaluated, long timeMillis, Host at)
            throws Exception {
        return new Subjects(
                HostFacts.of(at.id(), evaluated, itsRules, timeMillis),
                book(at.rules()).muting(),
                progress,
                baselines,
                observed,
                new Subject.Announcements(at.events(), at.changes()));
    }

    private void schedule(EvaluatedHost host, HostRules itsRules, long nowMillis, Host at)
            throws Exception {
        long timerMillis = deadlines.nextMillis(host, itsRules, nowMillis);
        at.timers().registerProcessingTimeTimer(timerMillis);
        hosts.update(host.withTimer(timerMillis));
    }

    private RuleBook book(ReadOnlyBroadcastState<String, byte[]> rules) throws Exception {
        if (book == null) {
            Map<String, byte[]> definitions = new HashMap<>();
            for (Map.Entry<String, byte[]> entry : rules.immutableEntries()) {
                definitions.put(entry.getKey(), entry.getValue());
            }
            book = new RuleBook(definitions.entrySet());
        }
        return book;
    }
}
