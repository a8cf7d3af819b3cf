package io.hostpulse.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.simulator.reference.AlertState;
import io.hostpulse.simulator.reference.Cause;
import io.hostpulse.simulator.reference.HostHistory;
import io.hostpulse.simulator.reference.ReferenceAlerts;
import io.hostpulse.simulator.reference.ReferenceTransition;
import io.hostpulse.simulator.reference.ReferenceWindow;
import io.hostpulse.simulator.reference.ReferenceWindows;
import io.hostpulse.simulator.reference.WindowSpec;
import io.hostpulse.simulator.scenario.Backlog;
import io.hostpulse.simulator.scenario.CpuBursts;
import io.hostpulse.simulator.scenario.CpuHotPlug;
import io.hostpulse.simulator.scenario.DeviceUnplugged;
import io.hostpulse.simulator.scenario.DiskFill;
import io.hostpulse.simulator.scenario.DiskThrash;
import io.hostpulse.simulator.scenario.Flapping;
import io.hostpulse.simulator.scenario.MetricMissing;
import io.hostpulse.simulator.scenario.NetworkBurst;
import io.hostpulse.simulator.scenario.OutOfMemory;
import io.hostpulse.simulator.scenario.ResourceSpike;
import io.hostpulse.simulator.scenario.Scenario;
import io.hostpulse.simulator.scenario.Shutdown;
import io.hostpulse.simulator.scenario.ThrashCascade;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.rule.Definition;
import io.hostpulse.wire.rule.InvalidRuleException;
import io.hostpulse.wire.rule.RuleReader;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * That the scenarios of the simulated day make the alerts that they are there for, and no other.
 */
class SimulatedDayTest {

    private static final Fleet DAY = Fleet.simulatedDay(42, Plans.START);

    @Test
    void aCascadeIsFoundAndItsNearMissesAreNot() {
        String cascade =
                rule(
                        "'sequence':["
                                + "{'step':'memory','metric':'system.memory.actual.used.pct',"
                                + "'at_least':0.9,'clear':0.85},"
                                + "{'step':'swap','metric':"
                                + "'hostpulse.memory.swap.out.pages_per_sec','above':100,"
                                + "'clear':10,'within':'10m'},"
                                + "{'step':'iowait','metric':'system.cpu.iowait.norm.pct',"
                                + "'at_least':0.2,'clear':0.1,'within':'10m'}]");
        ThrashCascade scenario = scenario(ThrashCascade.class);
        Set<Integer> concerned = new TreeSet<>(scenario.hosts());
        concerned.addAll(scenario.reversedHosts());
        concerned.addAll(scenario.slowHosts());

        assertThat(hostsAlerted(cascade, concerned)).isEqualTo(scenario.hosts());
    }

    @Test
    void aNetworkBurstThatSaturatesTheCpuIsFoundAndItsNearMissIsNot() {
        String burst =
                rule(
                        "'sequence':["
                                + "{'step':'burst','metric':'hostpulse.network.in.bytes_per_sec',"
                                + "'at_least':6100000,'clear':5000000},"
                                + "{'step':'cpu','metric':'system.cpu.total.norm.pct',"
                                + "'at_least':0.9,'clear':0.7,'within':'2m'}]");
        NetworkBurst scenario = scenario(NetworkBurst.class);
        Set<Integer> concerned = new TreeSet<>(scenario.hosts());
        concerned.addAll(scenario.reversedHosts());

        assertThat(hostsAlerted(burst, concerned)).isEqualTo(scenario.hosts());
    }

    @Test
    void shortBurstsFlappingAndThrashedDisksAreFoundOnlyWhereTheyAre() {
        Set<Integer> steadyAndStruck = new TreeSet<>(steadyHosts());
        steadyAndStruck.addAll(scenario(CpuBursts.class).hosts());
        steadyAndStruck.addAll(scenario(Flapping.class).hosts());
        steadyAndStruck.addAll(scenario(DiskThrash.class).hosts());
        steadyAndStruck.addAll(scenario(ResourceSpike.class).hosts());
        steadyAndStruck.addAll(scenario(DiskFill.class).hosts());

        Map<Integer, List<ReferenceTransition>> byHost =
                transitionsOf(
                        steadyAndStruck,
                        rule(
                                "bursts",
                                "'metric':'system.cpu.total.norm.pct','above':0.9,"
                                        + "'repeats':{'times':4,'within':'10m','at_most':'30s'}"),
                        rule(
                                "thrash",
                                "'metric':'hostpulse.disk.operations_per_sec','window':'30s',"
                                        + "'aggregate':'avg','at_least':1800,'clear':1500"),
                        rule(
                                "spike",
                                "'all':[{'metric':'system.cpu.total.norm.pct','above':0.9},"
                                        + "{'metric':'system.memory.actual.used.pct',"
                                        + "'above':0.9}]"),
                        rule("full", "'metric':'system.filesystem.used.pct','above':0.9"),
                        rule("cpu", "'metric':'system.cpu.total.norm.pct','above':0.9"));

        assertThat(hostsWith(Cause.COMPLETED, "bursts", byHost))
                .isEqualTo(scenario(CpuBursts.class).hosts());
        assertThat(hostsWith(Cause.HELD, "thrash", byHost))
                .isEqualTo(scenario(DiskThrash.class).hosts());
        assertThat(hostsWith(Cause.HELD, "spike", byHost))
                .isEqualTo(scenario(ResourceSpike.class).hosts());
        assertThat(hostsWith(Cause.HELD, "full", byHost))
                .isEqualTo(scenario(DiskFill.class).hosts());
        assertThat(hostsWith(Cause.FLAPPING, "cpu", byHost))
                .containsAll(scenario(Flapping.class).hosts())
                .doesNotContainAnyElementsOf(steadyHosts());
    }

    @Test
    void metricsAndDevicesThatAreMissedComeBackOrAreGivenUp() {
        String cpu = rule("'metric':'system.cpu.total.norm.pct','above':0.9");
        String disk = rule("'metric':'system.diskio.iostat.read.request.per_sec','above':1000");

        List<MetricMissing> missing = scenarios(MetricMissing.class);
        assertThat(causes(cpu, missing.get(0).hosts())).contains(Cause.NO_DATA, Cause.GONE);
        assertThat(causes(cpu, missing.get(1).hosts()))
                .contains(Cause.NO_DATA, Cause.DATA)
                .doesNotContain(Cause.GONE);
        List<DeviceUnplugged> unplugged = scenarios(DeviceUnplugged.class);
        for (DeviceUnplugged each : unplugged) {
            assertThat(causes(disk, each.hosts()))
                    .contains(Cause.NOT_THERE)
                    .doesNotContain(Cause.NO_DATA, Cause.GONE);
        }
    }

    @Test
    void coresThatGoOfflineForLongAreGivenUpAndThoseThatAppearAreWatched() {
        String core = rule("'metric':'system.core.total.pct','above':0.9");
        Set<Integer> hosts = scenario(CpuHotPlug.class).hosts();

        assertThat(hosts)
                .flatExtracting(host -> transitions(core, host))
                .filteredOn(each -> each.cause() == Cause.NOT_THERE)
                .extracting(ReferenceTransition::device)
                .contains("0", "2")
                .doesNotContain("1");
        assertThat(causes(core, hosts)).doesNotContain(Cause.NO_DATA, Cause.GONE);
    }

    @Test
    void onlyWhatWasStoppedForLongHasItsAlertsGivenUp() {
        String cpu = rule("'metric':'system.cpu.total.norm.pct','above':0.9");

        for (Shutdown each : scenarios(Shutdown.class)) {
            boolean isLong = each.away().to().minus(each.away().from()).toMinutes() > 5;
            boolean isGivenUp = isLong && each.goodbye() == Goodbye.STOPPED;
            assertThat(hostsWith(Cause.STOPPED, "r", transitionsOf(each.hosts(), cpu)))
                    .isEqualTo(isGivenUp ? each.hosts() : Set.of());
        }
    }

    @Test
    void aBacklogFillsTheWindowsOfTheTimeThatTheHostWasAway() {
        int host = scenario(Backlog.class).hosts().iterator().next();

        List<ReferenceWindow> minutes =
                ReferenceWindows.of(history(host), WindowSpec.tumbling(Duration.ofMinutes(1)))
                        .stream()
                        .filter(window -> window.thing().name().isEmpty())
                        .toList();

        assertThat(minutes).hasSizeBetween(1440, 1441);
        assertThat(minutes.subList(1, 1439)).allMatch(window -> window.samples() == 6);
    }

    @Test
    void countersThatRiseAreToldOfOnceThoughTheyBeginAgain() {
        String kills = "hostpulse.memory.oom_kills.count";
        int host = scenario(OutOfMemory.class).hosts().iterator().next();
        HostHistory history = history(host);

        for (String counter : List.of(kills, "hostpulse.agent.dropped.samples")) {
            assertThat(increases(history, counter, Duration.ofMinutes(1)))
                    .isEqualTo(increases(history, counter, Duration.ofHours(1)))
                    .isGreaterThan(50);
        }
        assertThat(
                        hostsAlerted(
                                rule(
                                        "'metric':'%s','window':'30s','aggregate':'increase','at_least':1"
                                                .formatted(kills)),
                                scenario(OutOfMemory.class).hosts()))
                .isEqualTo(scenario(OutOfMemory.class).hosts());
    }

    private static double increases(HostHistory history, String counter, Duration size) {
        return ReferenceWindows.of(history, WindowSpec.tumbling(size)).stream()
                .filter(window -> window.metrics().containsKey(counter))
                .mapToDouble(window -> window.metrics().get(counter).sum())
                .sum();
    }

    private static Set<Integer> hostsAlerted(String rule, Set<Integer> hosts) {
        return hosts.stream()
                .filter(
                        host ->
                                transitions(rule, host).stream()
                                        .anyMatch(each -> each.state() == AlertState.FIRING))
                .collect(toSet());
    }

    private static Set<Integer> hostsWith(
            Cause cause, String ruleId, Map<Integer, List<ReferenceTransition>> byHost) {
        return byHost.keySet().stream()
                .filter(
                        host ->
                                byHost.get(host).stream()
                                        .anyMatch(
                                                each ->
                                                        each.cause() == cause
                                                                && each.ruleId().equals(ruleId)))
                .collect(toSet());
    }

    /** By host; a host's history is made but once for all rules. */
    private static Map<Integer, List<ReferenceTransition>> transitionsOf(
            Set<Integer> hosts, String... rules) {
        List<Definition> definitions =
                Arrays.stream(rules).map(SimulatedDayTest::definition).toList();
        return hosts.stream()
                .collect(
                        toMap(
                                host -> host,
                                host ->
                                        ReferenceAlerts.of(
                                                history(host), definitions, WindowSpec.DEFAULT)));
    }

    private static Set<Cause> causes(String rule, Set<Integer> hosts) {
        return hosts.stream()
                .flatMap(host -> transitions(rule, host).stream())
                .map(ReferenceTransition::cause)
                .collect(toSet());
    }

    private static List<ReferenceTransition> transitions(String rule, int host) {
        return ReferenceAlerts.of(history(host), List.of(definition(rule)), WindowSpec.DEFAULT);
    }

    private static HostHistory history(int host) {
        return HostHistory.of(DAY.recordsOf(host));
    }

    private static Set<Integer> steadyHosts() {
        Set<Integer> steady = IntStream.range(0, DAY.plan().hosts()).boxed().collect(toSet());
        DAY.scenarios().forEach(scenario -> steady.removeAll(ScenarioHosts.of(scenario)));
        assertThat(steady).isNotEmpty();
        return steady;
    }

    private static <T extends Scenario> T scenario(Class<T> type) {
        return scenarios(type).get(0);
    }

    private static <T extends Scenario> List<T> scenarios(Class<T> type) {
        return DAY.scenarios().stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static String rule(String when) {
        return rule("r", when);
    }

    private static String rule(String id, String when) {
        return "{'id':'" + id + "','name':'R','severity':'warning','when':{" + when + "}}";
    }

    private static Definition definition(String json) {
        try {
            return RuleReader.read(json.replace('\'', '"').getBytes(UTF_8));
        } catch (InvalidRuleException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
