package io.hostpulse.job.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.Baseline;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.EvaluatedHost;
import io.hostpulse.job.model.ObservedConditions;
import io.hostpulse.job.model.PublishedAlert;
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
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;

/**
 * Applies the rules to what is read of hosts, and says where something is or was wrong: events for
 * patterns and lifecycles to make alerts of. Rules come and go while the job runs; one that cannot
 * be used is refused and the rule that it would have replaced stays.
 *
 * <p>State: the rules, as their JSON, until they are deleted. Per host: its newest sample's time,
 * which changes with every sample; its identity; the progress of each rule that is or lately was
 * breached, until it is idle or the rule goes; baselines for the rules that want them; what has
 * been seen of conditions for those that ask when one begins, while their metrics come. All of it
 * ends when the host is removed, or has been silent for the retention time.
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
    static final String RULE_GONE = "the rule does not apply any more";

    static final MapStateDescriptor<String, Baseline> BASELINES =
            new MapStateDescriptor<>("baselines", Types.STRING, Types.POJO(Baseline.class));

    private static final ValueStateDescriptor<byte[]> IDENTITY =
            new ValueStateDescriptor<>(
                    "identity", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

    private final ComputedWindows windows;
    private final long retentionMillis;

    private transient Entries<RuleProgress> progress;
    private transient Entries<Baseline> baselines;
    private transient Entries<ObservedConditions> observed;
    private transient ValueState<EvaluatedHost> hosts;
    private transient ValueState<byte[]> identities;
    private transient RuleBook book;
    private transient HostDeadlines deadlines;

    /**
     * The host at hand.
     *
     * @param rules by id, as JSON
     * @param events where events go
     * @param changes where alerts go that fire and are resolved, for those that do so too often
     * @param ends where the ends of published alerts go, for whoever does not know these any more
     */
    public record Host(
            String id,
            TimerService timers,
            ReadOnlyBroadcastState<String, byte[]> rules,
            Consumer<ConditionEvent> events,
            Consumer<StateChange> changes,
            Consumer<AlertTransition> ends) {}

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
        progress = new KeyedEntries<>(runtime.getMapState(PROGRESS));
        baselines = new KeyedEntries<>(runtime.getMapState(BASELINES));
        observed = new KeyedEntries<>(runtime.getMapState(OBSERVED));
        identities = runtime.getState(IDENTITY);
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
        HostRules itsRules = itsRules(at);
        HostMemory memory = memory(host);
        List<PreparedRule> ended =
                itsRules.rules().stream()
                        .filter(rule -> rule.rule().id().equals(change.id()))
                        .toList();
        subjects(itsRules, host, memory, host.newestMillis(), at).end(ended, change.reason());
        leave(host, memory);
    }

    /** Forgets what has been seen on the host of a rule's conditions. */
    public void forgetObserved(RuleChange change) throws Exception {
        EvaluatedHost host = hosts.value();
        if (host != null) {
            HostMemory memory = memory(host);
            memory.forgetObserved(change.id());
            leave(host, memory);
        }
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
        deadlines.hear(sample, nowMillis);
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
        deadlines.wake(nowMillis);
        EvaluatedHost host = hosts.value();
        HostRules itsRules = host == null ? HostRules.NONE : itsRules(at);
        List<RuleTable.WindowCondition> looking = itsRules.table().lookingAt(window);
        if (host != null && window.onClock() && !looking.isEmpty()) {
            HostMemory memory = memory(host);
            WindowConditions.update(window, looking, memory);
            leave(host, memory);
        }
        return window.evaluated(
                WindowConditions.crossedBy(window, looking), itsRules.labels(), nowMillis);
    }

    /** Compares an alert that is published as open with what is known of its host. */
    public void recall(PublishedAlert published, Host at) throws Exception {
        RuleBook rules = book(at.rules());
        // when the job starts for the first time they are still on their way
        if (rules.isEmpty()) {
            return;
        }
        long nowMillis = at.timers().currentProcessingTime();
        RecalledAlert alert = new RecalledAlert(published, progress, at.events(), at.ends());
        EvaluatedHost host = hosts.value();
        if (host != null) {
            if (alert.onHost(host, itsRules(at))) {
                hosts.update(host.evaluated(true, host.alikeness()));
            }
        } else if (published.hostRemoved()
                || nowMillis - published.newest().timeMillis() >= retentionMillis) {
            alert.onGoneHost();
        }
    }

    /** Evaluates the rules that ask whether the host is silent. */
    public void onTimer(long timerMillis, Host at) throws Exception {
        EvaluatedHost host = hosts.value();
        if (host == null || timerMillis < host.timerMillis()) {
            return;
        }
        long nowMillis = at.timers().currentProcessingTime();
        deadlines.wake(nowMillis);
        if (deadlines.isGone(host, nowMillis)) {
            forget(host, host.newestMillis(), HOST_GONE, at);
            return;
        }
        long onItsClock = host.newestMillis() + nowMillis - host.arrivalMillis();
        long silentMillis = deadlines.silentMillis(host, nowMillis);
        HostRules itsRules = itsRules(at);
        HostMemory memory = memory(host);
        endOnStopped(host, memory, silentMillis, itsRules, at);
        subjects(itsRules, host, memory, onItsClock, at)
                .fallSilent(itsRules.silences(), host, silentMillis);
        schedule(memory.leave(host), itsRules, nowMillis, at);
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
        HostRules itsRules = itsRules(at);
        HostMemory memory = memory(host);
        subjects(itsRules, host, memory, timeMillis, at).end(itsRules.rules(), reason);
        memory.clear();
        hosts.clear();
        identities.clear();
        book(at.rules()).forget(at.id());
    }

    /**
     * Ends what a host has left that was stopped for so long that it may not be true any more. Its
     * date follows from samples alone, so it does not matter whether this is noticed before the
     * host is back or with its next sample.
     */
    private void endOnStopped(
            EvaluatedHost host, HostMemory memory, long silentMillis, HostRules itsRules, Host at)
            throws Exception {
        if (host.goodbye() != Goodbye.STOPPED) {
            return;
        }
        for (PreparedRule rule : itsRules.rules()) {
            long toleratedMillis = HostDeadlines.toleratedMillis(rule, host);
            if (silentMillis >= toleratedMillis && !itsRules.silences().contains(rule)) {
                long overMillis = host.newestMillis() + toleratedMillis;
                subjects(itsRules, host, memory, overMillis, at).end(List.of(rule), HOST_STOPPED);
            }
        }
    }

    private void take(Sample sample, long nowMillis, Host at) throws Exception {
        EvaluatedHost before = hosts.value();
        if (before == null) {
            EvaluatedHost host = EvaluatedHost.of(sample, nowMillis);
            HostMemory memory = memory(host);
            HostRules itsRules = identify(sample, at);
            subjects(itsRules, host, memory, host.newestMillis(), at)
                    .evaluate(itsRules.table(), sample, host.newestMillis(), false);
            schedule(memory.leave(host), itsRules, nowMillis, at);
        } else if (sample.live() || !before.hasSaidGoodbye()) { // else it was on its way
            take(sample, before, nowMillis, at);
        }
    }

    private void take(Sample sample, EvaluatedHost before, long nowMillis, Host at)
            throws Exception {
        HostMemory memory = memory(before);
        HostRules rulesBefore = itsRules(at);
        long silentMillis = sample.timeMillis() + before.putBackMillis() - before.newestMillis();
        endOnStopped(before, memory, silentMillis, rulesBefore, at);
        HostRules itsRules = identify(sample, at);
        EvaluatedHost host =
                before.heard(sample, sample.values()[HostMetrics.CLOCK_STEP], nowMillis);
        Subjects subjects = subjects(itsRules, host, memory, host.newestMillis(), at);
        subjects.hearAgain(
                itsRules.silences(), Duration.ofMillis(nowMillis - before.arrivalMillis()));
        if (!rulesBefore.rules().equals(itsRules.rules())) {
            subjects.end(itsRules.withoutThese(rulesBefore.rules()), RULE_GONE);
        }
        if (sample.live()) {
            Optional<String> interruption = interruption(before, host);
            if (interruption.isPresent()) {
                subjects.interrupt(
                        itsRules.rules(),
                        interruption.get(),
                        host.newestMillis() - before.newestMillis());
            }
            subjects.evaluate(
                    itsRules.table(), sample, before.newestMillis(), interruption.isPresent());
        }
        EvaluatedHost after = memory.leave(host);
        boolean timerIsEarlyEnough =
                after.timerMillis() > nowMillis
                        && after.timerMillis() <= deadlines.nextMillis(after, itsRules, nowMillis);
        if (timerIsEarlyEnough) {
            hosts.update(after);
        } else {
            schedule(after, itsRules, nowMillis, at);
        }
    }

    /** The rules of a host that is known. */
    private HostRules itsRules(Host at) throws Exception {
        RuleBook rules = book(at.rules());
        HostRules known = rules.known(at.id());
        return known == null ? rules.on(at.id(), identities.value()) : known;
    }

    /** The rules of a host that says with a sample who it is. */
    private HostRules identify(Sample sample, Host at) throws Exception {
        RuleBook rules = book(at.rules());
        HostRules known = rules.known(at.id());
        if (known == null || !Arrays.equals(known.serializedIdentity(), sample.identity())) {
            identities.update(sample.identity());
        }
        return rules.on(at.id(), sample.identity());
    }

    private HostMemory memory(EvaluatedHost host) {
        return new HostMemory(host, progress, baselines, observed);
    }

    private void leave(EvaluatedHost host, HostMemory memory) throws Exception {
        EvaluatedHost after = memory.leave(host);
        if (!after.equals(host)) {
            hosts.update(after);
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

    private Subjects subjects(
            HostRules itsRules, EvaluatedHost host, HostMemory memory, long timeMillis, Host at)
            throws Exception {
        return new Subjects(
                HostFacts.of(at.id(), host, itsRules, timeMillis),
                book(at.rules()).muting(),
                memory,
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
