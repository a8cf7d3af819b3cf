package io.hostpulse.simulator;

import io.hostpulse.simulator.FleetRecord.MalformedRecord;
import io.hostpulse.simulator.FleetRecord.SampleRecord;
import io.hostpulse.simulator.host.HostLoad;
import io.hostpulse.simulator.host.HostProfile;
import io.hostpulse.simulator.host.SeededRandom;
import io.hostpulse.simulator.host.SimulatedHost;
import io.hostpulse.simulator.scenario.MalformedValue;
import io.hostpulse.simulator.scenario.Moment;
import io.hostpulse.simulator.scenario.Scenario;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostSample;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;

/** The records that one host sends, with everything that the scenarios do to it. */
final class HostStream {

    private static final int MAX_TRAVEL_MILLIS = 20;
    private static final long MEASURING = 1;
    private static final long HAPPENING = 2;

    private final HostProfile profile;
    private final List<Scenario> scenarios;
    private final SimulatedHost host;
    private final Random happening;
    private final long startMillis;
    private final long offsetMillis;
    private final long travelMillis;
    private boolean silent;
    private Goodbye goodbye = Goodbye.NO_GOODBYE;

    HostStream(FleetPlan plan, int index, List<Scenario> scenarios) {
        this.profile = HostProfile.of(plan.seed(), index);
        this.scenarios = scenarios;
        this.startMillis = plan.start().toEpochMilli();
        // Run ids come from here. They must differ from those of the same fleet at another time,
        // or its samples would pass for repetitions of these.
        this.happening = SeededRandom.of(plan.seed(), index, HAPPENING, startMillis);
        long intervalMillis = plan.interval().toMillis();
        this.offsetMillis = index == 0 ? 0 : happening.nextInt((int) intervalMillis);
        this.travelMillis = 1L + happening.nextInt(MAX_TRAVEL_MILLIS);
        this.host =
                new SimulatedHost(
                        profile,
                        SeededRandom.of(plan.seed(), index, MEASURING, startMillis),
                        intervalMillis,
                        startMillis + offsetMillis);
    }

    /** Where in the interval this host takes its samples. */
    long offsetMillis() {
        return offsetMillis;
    }

    /** Hands over the records that come of the sample at {@code trueMillis}, if one is taken. */
    void takeSample(long tick, long trueMillis, Consumer<FleetRecord> records) {
        Moment moment = new Moment(profile, tick, trueMillis - startMillis, happening);
        if (scenarios.stream().anyMatch(scenario -> scenario.silences(moment))) {
            silent = true;
            return;
        }
        long clockMillis = trueMillis + clockOffsetMillis(moment);
        if (silent) {
            silent = false;
            if (goodbye == Goodbye.STOPPED) {
                host.restartAgent();
            } else {
                host.reboot(clockMillis);
            }
        } else if (scenarios.stream().anyMatch(scenario -> scenario.restartsAgent(moment))) {
            host.restartAgent();
        }
        HostSample sample = host.sample(clockMillis, load(moment, trueMillis));
        for (Scenario scenario : scenarios) {
            sample = scenario.mark(sample, moment);
        }
        goodbye = sample.getGoodbye();
        send(sample, moment, trueMillis + travelMillis, records);
    }

    private long clockOffsetMillis(Moment moment) {
        return scenarios.stream().mapToLong(scenario -> scenario.clockOffsetMillis(moment)).sum();
    }

    private HostLoad load(Moment moment, long trueMillis) {
        HostLoad load = host.load(trueMillis);
        for (Scenario scenario : scenarios) {
            load = scenario.shape(load, moment);
        }
        return load;
    }

    private void send(
            HostSample sample, Moment moment, long punctualMillis, Consumer<FleetRecord> records) {
        long arrivalMillis = punctualMillis;
        for (Scenario scenario : scenarios) {
            arrivalMillis += scenario.delayMillis(moment);
        }
        SampleRecord sent = SampleRecord.of(arrivalMillis, sample);
        records.accept(sent);
        for (Scenario scenario : scenarios) {
            OptionalLong repeatedAfter = scenario.repeatedAfterMillis(moment);
            if (repeatedAfter.isPresent()) {
                records.accept(sent.again(arrivalMillis + repeatedAfter.getAsLong()));
            }
            for (MalformedValue malformed : scenario.malformedValues(moment, sample)) {
                records.accept(
                        new MalformedRecord(
                                punctualMillis,
                                sent.key(),
                                sent.timestampMillis(),
                                malformed.value(),
                                malformed.category()));
            }
        }
    }
}
