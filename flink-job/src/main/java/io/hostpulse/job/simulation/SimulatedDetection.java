package io.hostpulse.job.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.job.alert.AlertLifecycle;
import io.hostpulse.job.alert.FlappingLifecycle;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.DeadLetter;
import io.hostpulse.job.model.HostReading;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.model.StateChange;
import io.hostpulse.job.monitor.MonitorHosts;
import io.hostpulse.job.pattern.ConditionPattern;
import io.hostpulse.job.pattern.Flapping;
import io.hostpulse.job.pipeline.DetectConfig;
import io.hostpulse.job.pipeline.DetectPipeline;
import io.hostpulse.wire.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * From samples to alerts: the functions and patterns of the detect pipeline, connected as there,
 * one task of each. What one hands on the next takes at once. Time is what {@link #advanceTo} says;
 * the samples that came by then are to be taken before.
 *
 * <p>State: that of the functions, for as long as this object is there.
 */
public final class SimulatedDetection {

    private final SimulatedClock clock;
    private final SimulatedHosts hosts;
    private final List<Branch> branches = new ArrayList<>();
    private final SimulatedLifecycle<ConditionEvent, AlertTransition> lifecycle;
    private final SimulatedPattern<StateChange> flapping;
    private final SimulatedLifecycle<StateChange, AlertTransition> flappingLifecycle;

    private record Branch(
            FilterFunction<ConditionEvent> ofKind, SimulatedPattern<ConditionEvent> pattern) {}

    /** Where transitions go. */
    public interface Alerts {

        /**
         * @param nowMillis the time on the wall
         */
        void take(long nowMillis, AlertTransition alert);
    }

    /** What may fail as functions do. */
    private interface Step<T> {
        void take(T value) throws Exception;
    }

    /**
     * @param startMillis what time it is
     * @param refused where rules go that cannot be used
     */
    public SimulatedDetection(
            DetectConfig config, long startMillis, Alerts alerts, Consumer<DeadLetter> refused)
            throws Exception {
        clock = new SimulatedClock(startMillis);
        Collector<AlertTransition> transitions =
                collector(alert -> alerts.take(clock.nowMillis(), alert));
        lifecycle = new SimulatedLifecycle<>(new AlertLifecycle(), clock, transitions);
        flappingLifecycle = new SimulatedLifecycle<>(new FlappingLifecycle(), clock, transitions);
        flapping =
                new SimulatedPattern<>(
                        StateChange.class,
                        Flapping.pattern(),
                        new Flapping.TakeVerdict(),
                        clock,
                        collector(change -> flappingLifecycle.take(change.alertKey(), change)));
        for (ConditionPattern each : ConditionPattern.all()) {
            branches.add(
                    new Branch(
                            each.ofKind(),
                            new SimulatedPattern<>(
                                    ConditionEvent.class,
                                    each.pattern(),
                                    each.verdicts(),
                                    clock,
                                    collector(event -> lifecycle.take(event.alertKey(), event)))));
        }
        hosts =
                new SimulatedHosts(
                        DetectPipeline.monitorHosts(config),
                        clock,
                        collector(this::decide),
                        new SideOutputs()
                                .to(
                                        MonitorHosts.CHANGES,
                                        unchecked(
                                                change -> flapping.take(change.alertKey(), change)))
                                .to(MonitorHosts.REFUSED, refused));
    }

    /** Takes in a rule or a maintenance, as JSON. */
    public void define(String id, byte[] json) throws Exception {
        hosts.takeRule(
                new RawRecord(
                        Topics.RULES, 0, 0, clock.nowMillis(), null, id.getBytes(UTF_8), json));
    }

    /**
     * Lets time go by up to {@code millis}, and whatever waits for a time before; it never goes
     * back.
     */
    public void advanceTo(long millis) throws Exception {
        clock.advanceTo(millis);
    }

    /** Takes in a sample that comes now. */
    public void take(Sample sample) throws Exception {
        hosts.take(HostReading.of(sample));
    }

    private void decide(ConditionEvent event) throws Exception {
        for (Branch branch : branches) {
            if (branch.ofKind().filter(event)) {
                branch.pattern().take(event.alertKey(), event);
            }
        }
    }

    private static <T> Consumer<T> unchecked(Step<T> step) {
        return value -> {
            try {
                step.take(value);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new FlinkRuntimeException(e);
            }
        };
    }

    private static <T> Collector<T> collector(Step<T> step) {
        Consumer<T> next = unchecked(step);
        return new Collector<>() {
            @Override
            public void collect(T value) {
                next.accept(value);
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }
}
