package io.hostpulse.simulator.reference;

import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.rule.Definition;
import io.hostpulse.wire.rule.Maintenance;
import io.hostpulse.wire.rule.Rule;
import io.hostpulse.wire.rule.Silence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The alerts that rules make of a host's samples, and what that means exactly. Nothing here depends
 * on when samples arrive, only on their order. The host is who it says to be in its first sample;
 * {@link Rule#on} says whether and how a rule holds on it.
 *
 * <h2>When</h2>
 *
 * <p>Rules are evaluated at every <em>advancing</em> sample: one that is live, as {@link
 * SampleOrder} says. Others (late, repeated, from a backlog) change no alert by themselves; they
 * only count in the windows that are closed after they have arrived.
 *
 * <p>All that follows, but windows and mutes, goes by the host's steady time ({@link HostTime}), so
 * that nothing lasts longer or shorter because its clock is set. Ids of alerts are made of steady
 * times. The other times of a transition are what the host's clock says as it goes then.
 *
 * <p>An advancing sample at {@code t} by the host's clock closes the windows that end after the
 * newest time before it ({@link ReferenceWindows} says what that is) and not after {@code t}; one
 * before which the clock was put back by more than 1 min, all that end after that time. They hold
 * what they do when all has arrived that did before this sample, and come to the rules before it,
 * in the order of their ends (then sizes, then names of things). The first sample closes none, nor
 * does one before which the clock was put back by less. A window without a value of the metric is
 * as if it did not exist.
 *
 * <h2>Conditions</h2>
 *
 * <p>A rule has the state of each of its conditions: once for the host where the metric is the
 * host's, and once for each thing otherwise. Things are those of the rule's dimension that the rule
 * watches and that have been in any sample. At an advancing sample a condition
 *
 * <ul>
 *   <li>on values is applied to the sample's value, if the sample has it;
 *   <li>on windows is applied to the aggregate of each window that is closed, one after the other;
 *   <li>that {@linkplain io.hostpulse.wire.rule.Deviation deviates} is applied to the sample's
 *       value as {@link Baseline} says: it begins when the distance is above {@code sigmas} and
 *       ends when it is not above {@code clearSigmas}. During warm-up it stays as it is.
 * </ul>
 *
 * <p>Applied to a value, a condition that does not hold begins to if the value breaches it, and one
 * that holds ends if the value clears it. Where there is nothing to apply it to it stays as it is.
 * A metric <em>comes</em> when an advancing sample has a value of it, also for conditions on
 * windows. A condition <em>has data</em> if its metric has come, and did so less than {@code
 * noDataAfter} ago. When it has not come for {@code noDataAfter} and 1 h the condition is
 * forgotten: it does not hold, and its metric has never come. That waits while an alert that looks
 * at it is in NO_DATA, or would be if it were open. A baseline is, when the first value comes after
 * an advancing sample that was so much later than the last. The time of a silence (below) does not
 * count, as if all had come 1 ms before the sample that ends it.
 *
 * <p>What was always so is no change. A condition is <em>known</em> once it has been applied, until
 * its metric has not come for {@code noDataAfter} or the host was silent; then it has to be applied
 * again (to a window, while the metric comes). It <em>begins</em> at a sample if it holds after it,
 * did not after the advancing sample before, and was known then (and the host not silent since). So
 * nothing begins with the first sample of a host, with the first value of a metric or of a thing,
 * or with either after they were away.
 *
 * <p>All conditions are brought up to date first, then alerts follow, thing by thing.
 *
 * <h2>Silence</h2>
 *
 * <p>The host was silent if the advancing sample before is more than 30 s and more than three of
 * this sample's intervals ago (5 min if the sample does not say what its interval is). If its clock
 * was put back by more than that before this sample, it is as if it had been silent. What has to
 * last has not been seen to last then, and after the windows that the sample closes, before its
 * values: an alert that has not fired yet is RESOLVED; a run of calm begins anew with this sample;
 * what has begun of a sequence, and short bursts for which no alert has fired, are void. Alerts
 * that have fired stay as they are, and the sample is then evaluated as any other.
 *
 * <h2>Goodbyes</h2>
 *
 * <p>The host was stopped if the advancing sample before says so, for as long as lies between both
 * by its clock. If that is {@code noDataAfter} or longer, then, after the windows that the sample
 * closes and before all else: what is open of the rule, flapping alerts included, is RESOLVED, at
 * {@code noDataAfter} after the sample before; changes are forgotten (the resolution is none),
 * chains and bursts are void, and all conditions are forgotten, but not their baselines. Other
 * goodbyes change nothing here, but that of a host that is removed: it has no later samples.
 *
 * <h2>Sustained conditions</h2>
 *
 * <p>All conditions hold when each has data and holds, and are clear when one has data and does not
 * hold. Any condition holds when one has data and holds; none does, and they are clear, when none
 * holds, with data or without, and one has data. Else nothing is known of them. A run of breach
 * begins with the sample at which they begin to hold, a run of calm with that at which they no
 * longer do; a run has lasted for the time from there to the present sample, but only a sample
 * shows it that has the metric of the reported condition (any sample does for a condition on
 * windows), or where that has no data the same of another condition that has. Per thing:
 *
 * <ul>
 *   <li>no alert, and they hold: the alert starts. PENDING; or FIRING at once if {@code for} is 0.
 *   <li>PENDING: RESOLVED as soon as they do not hold; FIRING when the run has lasted {@code for}
 *       or longer.
 *   <li>FIRING: when they do not hold, RESOLVED if {@code keep_firing_for} is 0, else RECOVERING.
 *   <li>RECOVERING: FIRING as soon as they hold; RESOLVED when the run has lasted {@code
 *       keep_firing_for} or longer.
 * </ul>
 *
 * <p>At most one of these happens at a sample. An alert that has started, and is not in NO_DATA,
 * becomes NO_DATA when nothing is known of the conditions; nothing else happens at that sample, nor
 * at later ones, until it is: then it returns to the state that it was in, and goes on as above at
 * the same sample, its run having begun when it did (an alert may thus make two transitions at one
 * sample). At a sample 1 h or longer after it became NO_DATA it is RESOLVED, silences not counted;
 * a new alert starts at the next sample at the earliest.
 *
 * <h2>Things that are gone</h2>
 *
 * <p>A sample carries a dimension if it has a thing of it, or a value of the group that sums them
 * up. A thing is absent from the first advancing sample on that carries its dimension without it,
 * since the advancing sample before (since that one itself after a silence, which begins absence
 * anew), until a sample has it. No sustained alert starts while it is absent. At an advancing
 * sample that carries the dimension, {@code noDataAfter} or longer after it became absent, it is
 * gone: its alert is RESOLVED, its flapping alert too and the changes are forgotten (the resolution
 * is none), chains and bursts are void, and the conditions of its metrics are forgotten, but not
 * their baselines. Nothing else happens to it at such a sample.
 *
 * <h2>Severity and mute</h2>
 *
 * <p>An alert starts with the severity that {@link Severities} finds for the first condition's
 * newest value, and finds it anew with each of its values. PENDING, FIRING and returning to FIRING
 * show the severity of their time; RECOVERING, NO_DATA, coming back from it, and RESOLVED keep what
 * was shown last. A FIRING alert that makes none of the transitions above at a sample, coming back
 * from NO_DATA not counted, shows a new severity by one of its own. {@link Muting} says until when
 * an alert is muted, and every transition carries that. An alert that is FIRING or RECOVERING (not
 * NO_DATA) and makes no other transition at a sample, again but for coming back from NO_DATA, makes
 * one if that has changed since the last, unless it is no longer muted because that time has come.
 *
 * <p>An alert is <em>in hysteresis</em> if it is PENDING or FIRING and the newest value of the
 * reported condition does not breach the threshold that it shows (is not beyond {@code sigmas} for
 * one that deviates). NO_DATA and coming back from it keep what was shown. A FIRING alert that
 * makes none of the transitions above at a sample makes one if that has changed since the last.
 *
 * <h2>Value, threshold, peak</h2>
 *
 * <p>They are those of the reported condition: of ALL conditions the first; of ANY the first in the
 * list that holds, and where none does the one that was reported last. The value is the newest that
 * it was applied to. The threshold is its own, or the limit of that value for one that deviates; of
 * the first condition that of the escalation with the severity that is shown, if there is one.
 * RESOLVED keeps the threshold that was shown last. The peak is the worst value that it was applied
 * to from the alert's start on, beginning with the newest at the start; for one that deviates the
 * value with the largest distance. Of equally bad values the first counts. The reported condition
 * is chosen at every sample, also in NO_DATA.
 *
 * <h2>Sequences</h2>
 *
 * <p>For each step there is at most one chain per thing that has come as far as that. At a sample,
 * in this order:
 *
 * <ol>
 *   <li>If {@code unless} holds, all chains are void and no step counts.
 *   <li>Else, and if no alert is open, for each step in order, if its condition begins: the first
 *       step is a new chain. Any other step continues the chain as far as the step before, if that
 *       is no longer ago than this step's {@code within}; the shorter chain stays, too. If it is
 *       longer ago that chain is void. In any case an older chain as far as this step is void: of a
 *       step that begins again only the newest beginning counts. A step continues what was there
 *       before this sample, not what begins with it; one that may begin {@code together} with the
 *       step before also what that step has made at this sample.
 *   <li>A chain as far as the last step is an alert, FIRING at once, started when the chain's first
 *       step began. All chains are void then.
 *   <li>If the condition of the last step held at the sample before and now does not, having data,
 *       all chains are void.
 * </ol>
 *
 * <p>The alert reports the last step's condition, with its worst value from firing on. From the
 * next sample on it is RESOLVED when that condition has data and does not hold. When it has none
 * the alert becomes NO_DATA, and FIRING again when it has; 1 h after that it is RESOLVED, all
 * chains are void, and the condition is forgotten (the time runs from when the last step has no
 * data and held before, be there an alert or not). A change of mute or hysteresis makes a
 * transition as above.
 *
 * <h2>Repetitions</h2>
 *
 * <p>A burst begins when the condition begins and is over at the first sample at which it no longer
 * holds, if it was known all the while and the host not silent. It is short if that is at most
 * {@code atMost} later; others are ignored. When a short burst is over, no alert is open and the
 * last {@code times} short bursts since the last alert was resolved are over within {@code within}
 * (from the end of the first to that of the last), an alert is FIRING, started when the first of
 * them began. Its peak is the worst value of the last of those, the sample at which it was over not
 * counted. It is RESOLVED at the first sample that is more than {@code within} after the end of the
 * last short burst; all bursts are forgotten then, and one that is over at that very sample is the
 * first again. A change of mute makes a transition as above.
 *
 * <p>From the end of a short burst until that quiet, nothing happens while the condition has no
 * data, but that an alert becomes NO_DATA, and 1 h after that it is RESOLVED, with all bursts
 * forgotten; where there is none they are at once. When it has data again the alert is FIRING, and
 * quiet is counted from that sample.
 *
 * <h2>Flapping</h2>
 *
 * <p>For rules with sustained conditions and {@code flapping}: changes are transitions from PENDING
 * (or nothing) to FIRING, and from a state after firing to RESOLVED. When there is a change, no
 * flapping alert of the same rule and thing is open, and the last {@code changes} changes lie
 * within {@code within}, one is FIRING, started at the first of them, right after the change. At
 * the first sample that is {@code within} or more after the last change (one at that very sample
 * included) it is RESOLVED; whether or not there was one, the changes are forgotten then. Severity,
 * value, threshold and peak are those of the last change; a change of mute makes no transition.
 *
 * <h2>Left out</h2>
 *
 * <p>{@link Silence} depends on times of arrival. Rules and maintenances are the same from the
 * first sample to the last. Percentiles are exact here ({@link MetricSummary}).
 */
public final class ReferenceAlerts {

    private ReferenceAlerts() {}

    /**
     * All transitions of a host's alerts: by sample, then by rule in the order of {@code
     * definitions}, then by name of the thing, then in the order in which they are made.
     *
     * @param windows that are computed, at most one kind of each size
     * @throws IllegalArgumentException if a rule looks at windows that are not computed
     */
    public static List<ReferenceTransition> of(
            HostHistory history, List<? extends Definition> definitions, List<WindowSpec> windows) {
        List<ReferenceTransition> transitions = new ArrayList<>();
        HostTime time = new HostTime();
        List<RuleOnHost> rules =
                rulesOn(
                        history,
                        definitions,
                        time,
                        steady -> transitions.add(steady.onClock(time.putBackMillis())));
        Timeline arrived = new Timeline();
        Goodbye goodbye = Goodbye.NO_GOODBYE;
        for (Reading reading : history.readings()) {
            rules.forEach(rule -> rule.meet(reading));
            if (reading.isLive()) {
                time.advance(reading);
                HostMoment moment = new HostMoment(reading, time, goodbye, arrived, windows);
                rules.forEach(rule -> rule.advance(moment));
                goodbye = reading.goodbye();
            }
            arrived.add(reading);
        }
        return transitions;
    }

    private static List<RuleOnHost> rulesOn(
            HostHistory history,
            List<? extends Definition> definitions,
            HostTime time,
            Consumer<ReferenceTransition> transitions) {
        List<Maintenance> maintenances =
                definitions.stream()
                        .filter(Maintenance.class::isInstance)
                        .map(Maintenance.class::cast)
                        .toList();
        return definitions.stream()
                .filter(Rule.class::isInstance)
                .map(Rule.class::cast)
                .filter(rule -> !(rule.when() instanceof Silence))
                .flatMap(rule -> rule.on(history.host()).stream())
                .map(rule -> new RuleOnHost(rule, history.host(), time, maintenances, transitions))
                .toList();
    }
}
