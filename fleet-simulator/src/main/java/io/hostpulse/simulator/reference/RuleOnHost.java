package io.hostpulse.simulator.reference;

import io.hostpulse.simulator.reference.Alert.AlertKey;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.rule.Condition;
import io.hostpulse.wire.rule.Conditions;
import io.hostpulse.wire.rule.Maintenance;
import io.hostpulse.wire.rule.Repetition;
import io.hostpulse.wire.rule.Rule;
import io.hostpulse.wire.rule.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A rule on a host: the states of its conditions, and the alerts about each thing. */
final class RuleOnHost {

    private final Rule rule;
    private final Dimension dimension;
    private final HostIdentity host;
    private final Muting muting;
    private final Consumer<ReferenceTransition> transitions;
    private final List<ConditionState> ofHost = new ArrayList<>();
    private final List<ConditionState> ofAll = new ArrayList<>();
    private final Map<Thing, OfThing> things = new TreeMap<>();

    private static final class OfThing {
        private final Thing thing;
        private final List<ConditionState> conditions;
        private final AlertTracker alerts;
        private final List<FlappingWatch> watches;
        private Long absentSinceMillis;

        OfThing(
                Thing thing,
                List<ConditionState> conditions,
                AlertTracker alerts,
                List<FlappingWatch> watches) {
            this.thing = thing;
            this.conditions = conditions;
            this.alerts = alerts;
            this.watches = watches;
        }

        void advance(HostMoment moment, long noDataAfterMillis) {
            if (moment.reading().things().contains(thing) || moment.isAfterSilence()) {
                absentSinceMillis = null;
            }
            if (absentSinceMillis == null) {
                moment.absentSinceMillis(thing).ifPresent(millis -> absentSinceMillis = millis);
            }
            if (isGone(moment, noDataAfterMillis)) {
                end(Cause.NOT_THERE, moment.timeMillis());
                conditions.stream()
                        .filter(each -> each.condition().metric().dimension() != Dimension.HOST)
                        .forEach(ConditionState::forget);
            } else {
                alerts.advance(moment, absentSinceMillis == null);
                watches.forEach(watch -> watch.advance(moment));
            }
        }

        void end(Cause cause, long timeMillis) {
            alerts.end(cause, timeMillis);
            watches.forEach(watch -> watch.end(cause, timeMillis));
        }

        private boolean isGone(HostMoment moment, long noDataAfterMillis) {
            return absentSinceMillis != null
                    && moment.absentSinceMillis(thing).isPresent()
                    && moment.timeMillis() - absentSinceMillis >= noDataAfterMillis;
        }
    }

    /**
     * @param rule as it holds on the host
     */
    RuleOnHost(
            Rule rule,
            HostIdentity host,
            HostTime time,
            List<Maintenance> maintenances,
            Consumer<ReferenceTransition> transitions) {
        this.rule = rule;
        this.dimension = rule.dimension();
        this.host = host;
        this.muting = new Muting(rule, host, time, maintenances);
        this.transitions = transitions;
        for (Condition condition : rule.conditions()) {
            if (condition.metric().dimension() == Dimension.HOST) {
                ofHost.add(conditionState(condition, Thing.HOST));
            }
        }
        ofAll.addAll(ofHost);
        if (dimension == Dimension.HOST) {
            things.put(Thing.HOST, ofThing(Thing.HOST));
        }
    }

    /** Takes note of what a sample speaks of, be it advancing or not. */
    void meet(Reading reading) {
        if (dimension != Dimension.HOST) {
            for (Thing thing : reading.things()) {
                if (thing.dimension() == dimension && rule.watches(thing.name())) {
                    things.computeIfAbsent(thing, this::ofThing);
                }
            }
        }
    }

    void advance(HostMoment moment) {
        ofAll.forEach(condition -> condition.takeWindows(moment));
        if (moment.stoppedMillis() >= rule.noDataAfter().toMillis()) {
            giveUpWhenStopped(moment);
        }
        if (moment.isAfterSilence()) {
            things.values().forEach(thing -> thing.alerts.interrupt(moment));
        }
        ofAll.forEach(condition -> condition.takeSample(moment));
        forgetGone(moment);
        things.values().forEach(each -> each.advance(moment, rule.noDataAfter().toMillis()));
    }

    private void giveUpWhenStopped(HostMoment moment) {
        long overMillis = moment.beforeMillis() + rule.noDataAfter().toMillis();
        for (OfThing each : things.values()) {
            each.end(Cause.STOPPED, overMillis);
            each.absentSinceMillis = null;
        }
        ofAll.forEach(ConditionState::forget);
    }

    private void forgetGone(HostMoment moment) {
        long goneMillis = rule.noDataAfter().toMillis() + SustainedAlerts.GIVEN_UP_MILLIS;
        ofAll.stream()
                .filter(condition -> condition.isAbsentFor(goneMillis, moment))
                .filter(condition -> !isWaitedFor(condition))
                .forEach(ConditionState::forget);
    }

    private boolean isWaitedFor(ConditionState condition) {
        return things.values().stream()
                .anyMatch(each -> each.alerts.lacksData() && each.conditions.contains(condition));
    }

    private ConditionState conditionState(Condition condition, Thing thing) {
        return new ConditionState(condition, thing, rule.noDataAfter().toMillis());
    }

    private OfThing ofThing(Thing thing) {
        List<ConditionState> conditions = new ArrayList<>();
        int hostConditions = 0;
        for (Condition condition : rule.conditions()) {
            if (condition.metric().dimension() == Dimension.HOST) {
                conditions.add(ofHost.get(hostConditions));
                hostConditions++;
            } else {
                ConditionState state = conditionState(condition, thing);
                conditions.add(state);
                ofAll.add(state);
            }
        }
        AlertKey key = new AlertKey(rule.id(), host.getId(), thing);
        List<FlappingWatch> watches = new ArrayList<>();
        rule.flapping()
                .map(each -> new FlappingWatch(key, each, muting, transitions))
                .ifPresent(watches::add);
        AlertTracker alerts =
                alerts(
                        key,
                        conditions,
                        transition -> {
                            transitions.accept(transition);
                            watches.forEach(watch -> watch.note(transition));
                        });
        return new OfThing(thing, conditions, alerts, watches);
    }

    /** Only alerts of conditions flap: the others need time to fire again anyway. */
    private AlertTracker alerts(
            AlertKey key, List<ConditionState> conditions, Consumer<ReferenceTransition> watched) {
        if (rule.when() instanceof Conditions when) {
            return new SustainedAlerts(key, rule, when.mode(), conditions, muting, watched);
        }
        if (rule.when() instanceof Sequence when) {
            return new SequenceAlerts(key, rule, when, conditions, muting, transitions);
        }
        if (rule.when() instanceof Repetition when) {
            return new RepetitionAlerts(key, rule, when, conditions.get(0), muting, transitions);
        }
        throw new IllegalArgumentException(
                rule.id() + " is about the times of arrival, which a reference does not know");
    }
}
