package io.hostpulse.job.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.ConditionEvent.Phase;
import io.hostpulse.job.model.HostState;
import io.hostpulse.job.model.HostState.State;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.window.PublishedWindows;
import io.hostpulse.job.window.WindowSpec;
import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetPlan;
import io.hostpulse.simulator.FleetRecord;
import io.hostpulse.simulator.host.HostProfile;
import io.hostpulse.simulator.scenario.Scenario;
import io.hostpulse.simulator.scenario.Shutdown;
import io.hostpulse.simulator.scenario.Silence;
import io.hostpulse.simulator.scenario.Stretch;
import io.hostpulse.simulator.truth.GroundTruth;
import io.hostpulse.simulator.truth.SilenceTruth;
import io.hostpulse.wire.Topics;
import io.hostpulse.wire.proto.Goodbye;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A thousand hosts that are stopped and started, or reboot, and one among them that crashes. */
class CleanStopsTest {

    private static final int STOPPING = 1_000;
    private static final int CRASHING = STOPPING;
    private static final Duration SILENT = Duration.ofSeconds(30);
    private static final long SECOND = 1_000;
    private static final String HOST_DOWN =
            """
            {"id": "host-down", "name": "Host down", "severity": "critical",
             "when": {"silent": "30s", "reboot_within": "15m"}}
            """;

    private static final FleetPlan PLAN =
            new FleetPlan(
                    7,
                    STOPPING + 1,
                    Instant.parse("2026-03-01T08:00:00Z"),
                    Duration.ofMinutes(4),
                    Duration.ofSeconds(10));
    private static final Stretch AWAY =
            new Stretch(Duration.ofSeconds(60), Duration.ofSeconds(180));

    /** Half of them reboot. */
    private static final List<Scenario> SCENARIOS =
            List.of(
                    new Shutdown(hosts(0, STOPPING / 2), AWAY, AWAY, Goodbye.STOPPED),
                    new Shutdown(hosts(STOPPING / 2, STOPPING), AWAY, AWAY, Goodbye.REBOOTING),
                    new Silence(Set.of(CRASHING), AWAY));

    @Test
    void onlyTheCrashIsNoticedAndThatAfterThirtySeconds() throws Exception {
        List<FleetRecord> records = new ArrayList<>();
        new Fleet(PLAN, SCENARIOS).forEach(records::add);
        String crashed = HostProfile.of(PLAN.seed(), CRASHING).id();
        List<ConditionEvent> events;
        List<HostState> states;
        try (DetectHarness harness = new DetectHarness(config())) {
            harness.rule(hostDown());
            send(records, harness);
            events = harness.events();
            states = harness.states();
        }

        List<SilenceTruth> silences = GroundTruth.of(records).silences(SILENT, PLAN.end());
        assertThat(silences).extracting(SilenceTruth::hostId).containsExactly(crashed);
        assertThat(events)
                .extracting(ConditionEvent::hostId)
                .as("whose silence was told")
                .containsOnly(crashed);
        assertThat(events)
                .extracting(ConditionEvent::phase)
                .containsExactly(Phase.BEGINS, Phase.HOLDS, Phase.ENDS);
        assertThat(events.get(0).beganMillis()).isEqualTo(silences.get(0).sinceMillis());
        assertThat(events.get(0).timeMillis() - silences.get(0).sinceMillis())
                .isBetween(SILENT.toMillis(), SILENT.toMillis() + SECOND);
        assertThat(events.get(2).timeMillis()).isEqualTo(silences.get(0).heardMillis());

        assertThat(hostsIn(State.STOPPED, states)).hasSize(STOPPING).doesNotContain(crashed);
        assertThat(hostsIn(State.DOWN, states)).containsExactly(crashed);
    }

    /** In the order in which they arrive, with a look at the clock every second. */
    private static void send(List<FleetRecord> records, DetectHarness harness) throws Exception {
        long nowMillis = PLAN.start().toEpochMilli();
        for (FleetRecord each : records) {
            while (nowMillis + SECOND <= each.arrivalMillis()) {
                nowMillis += SECOND;
                harness.at(nowMillis);
            }
            harness.at(each.arrivalMillis());
            harness.take(
                    new RawRecord(
                            Topics.SAMPLES,
                            0,
                            0,
                            each.arrivalMillis(),
                            true,
                            null,
                            0,
                            each.key().getBytes(UTF_8),
                            each.value().toByteArray()));
        }
    }

    private static Set<String> hostsIn(State state, List<HostState> states) {
        return states.stream()
                .filter(each -> each.state() == state)
                .map(HostState::hostId)
                .collect(toSet());
    }

    private static Set<Integer> hosts(int from, int to) {
        return IntStream.range(from, to).boxed().collect(toSet());
    }

    private static DetectConfig config() {
        return DetectConfig.of(
                List.of(WindowSpec.parse("1m"), WindowSpec.parse("30s/10s")),
                PublishedWindows.ALL,
                Duration.ofMinutes(1),
                Duration.ofSeconds(1));
    }

    private static RawRecord hostDown() {
        return new RawRecord(
                Topics.RULES,
                0,
                0,
                0,
                null,
                "host-down".getBytes(UTF_8),
                HOST_DOWN.getBytes(UTF_8));
    }
}
