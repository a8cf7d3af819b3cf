package io.hostpulse.stack.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.stack.rule.GitCommit;
import io.hostpulse.wire.rule.HostSelector;
import io.hostpulse.wire.rule.InvalidRuleException;
import io.hostpulse.wire.rule.Maintenance;
import io.hostpulse.wire.rule.Rule;
import io.hostpulse.wire.rule.RuleReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTableTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'metric':'system.cpu.total.norm.pct','window':'30s','aggregate':'avg','at_least':0.8} | avg over 30s of system.cpu.total.norm.pct >= 80%",
                "{'metric':'system.diskio.iostat.busy','above':98.5,'only':['sda','nvme*']} | system.diskio.iostat.busy > 98.5% of sda, nvme*",
                "{'any':[{'metric':'system.load.1','below':0.1},{'metric':'host.disk.read.bytes','at_most':6100000}]} | system.load.1 < 0.1 or host.disk.read.bytes <= 6100000",
                "{'metric':'system.cpu.total.norm.pct','window':'1m','aggregate':'count','below':6} | count over 1m of system.cpu.total.norm.pct < 6",
                "{'metric':'system.load.1','deviates':'4 sigma'} | system.load.1 deviates 4 sigma",
                "{'metric':'system.load.1','above':4,'repeats':{'times':4,'within':'10m','at_most':'30s'}} | system.load.1 > 4, 4 times within 10m, each at most 30s",
                "{'sequence':[{'step':'one','metric':'system.load.1','above':4},{'step':'two','metric':'system.load.5','above':4,'within':'10m'}],'unless':{'metric':'system.load.1','below':1}} | one (system.load.1 > 4), then two within 10m (system.load.5 > 4), unless system.load.1 < 1",
                "{'sequence':[{'step':'one','metric':'system.load.1','above':4},{'step':'two','metric':'system.load.5','above':4,'within':'10m','together':true}]} | one (system.load.1 > 4), then two together or within 10m (system.load.5 > 4)",
                "{'silent':'90s'} | silent for 1m30s",
                "{'silent':'30s','restart_within':'1h','reboot_within':'10m'} | silent for 30s, for 1h after a stop, for 10m after a reboot"
            })
    void whatARuleWatchesIsSaidInWords(String when, String words) throws Exception {
        assertThat(RuleWords.of(rule("some", "info", when).when())).isEqualTo(words);
    }

    @Test
    void rulesAreLinesOfATable() throws Exception {
        List<Rule> rules =
                List.of(
                        rule("down", "critical", "{'silent':'30s'}"),
                        rule(
                                "load",
                                "warning",
                                "{'metric':'system.load.1','above':4},'for':'10m','hosts':{'names':['web-*'],'labels':{'env':'prod'}}"),
                        rule(
                                "idle",
                                "info",
                                "{'metric':'system.load.1','below':1},'enabled':false"));

        assertThat(
                        RuleTable.ofRules(
                                rules,
                                Set.of(),
                                Set.of(),
                                Map.of(),
                                Integer.MAX_VALUE,
                                Terminal.NONE))
                .containsExactly(
                        "RULE  SEVERITY  WATCHES            FOR  HOSTS",
                        "down  critical  silent for 30s       -  all",
                        "idle  off       system.load.1 < 1    -  all",
                        "load  warning   system.load.1 > 4  10m  web-*, env=prod");
        assertThat(
                        RuleTable.ofRules(rules, Set.of(), Set.of(), Map.of(), 40, Terminal.COLOUR)
                                .get(1))
                .contains("\u001b[31mcritical");
    }

    @Test
    void whatIsRefusedIsListedWhetherItCanBeReadOrNot() throws Exception {
        List<Rule> rules =
                List.of(
                        rule("a", "info", "{'metric':'system.load.1','above':4}"),
                        rule("c", "info", "{'metric':'system.load.1','above':4}"));

        assertThat(
                        RuleTable.ofRules(
                                rules,
                                Set.of("b"),
                                Set.of("b", "c"),
                                Map.of(),
                                Integer.MAX_VALUE,
                                Terminal.NONE))
                .containsExactly(
                        "RULE  SEVERITY  WATCHES            FOR  HOSTS",
                        "a     info      system.load.1 > 4    -  all",
                        "b     refused   -                    -  -",
                        "c     refused   system.load.1 > 4    -  all");
    }

    @Test
    void theCommitIsShownWhereAnyRuleHasOne() throws Exception {
        List<Rule> rules =
                List.of(
                        rule("a", "info", "{'metric':'system.load.1','above':4}"),
                        rule("b", "info", "{'metric':'system.load.1','above':5}"));

        assertThat(
                        RuleTable.ofRules(
                                rules,
                                Set.of(),
                                Set.of(),
                                Map.of("b", new GitCommit("0123456789abcdef".repeat(4), true)),
                                Integer.MAX_VALUE,
                                Terminal.NONE))
                .containsExactly(
                        "RULE  SEVERITY  WATCHES            FOR  HOSTS  COMMIT",
                        "a     info      system.load.1 > 4    -  all    -",
                        "b     info      system.load.1 > 5    -  all    0123456789-dirty");
    }

    @Test
    void maintenanceIsPlannedRunningOrOver() {
        assertThat(
                        RuleTable.ofMaintenance(
                                List.of(
                                        maintenance("a", NOON.plusSeconds(1)),
                                        maintenance("b", NOON),
                                        maintenance("c", NOON.minusSeconds(60))),
                                NOON,
                                Integer.MAX_VALUE,
                                Terminal.NONE))
                .satisfiesExactly(
                        it -> assertThat(it).startsWith("MAINTENANCE  STATE"),
                        it -> assertThat(it).contains("planned"),
                        it ->
                                assertThat(it)
                                        .contains(
                                                "running  2026-01-01T12:00:00Z  2026-01-01T12:01:00Z"),
                        it -> assertThat(it).contains("over"));
    }

    private static Maintenance maintenance(String id, Instant from) {
        return new Maintenance(
                id,
                "new disks",
                HostSelector.ALL,
                List.of(),
                from.toEpochMilli(),
                from.plusSeconds(60).toEpochMilli());
    }

    private static Rule rule(String id, String severity, String when) throws InvalidRuleException {
        String json =
                "{'id':'%s','name':'Some','severity':'%s','when':%s}".formatted(id, severity, when);
        return (Rule) RuleReader.read(json.replace('\'', '"').getBytes(UTF_8));
    }
}
