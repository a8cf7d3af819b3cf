package io.hostpulse.wire.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Anything may come in the place of any value. */
class JunkInRulesTest {

    private static final String VARIED_RULES =
            """
            [
              {"id": "a", "name": "A", "severity": "info", "enabled": true,
               "hosts": {"names": ["web-*"], "labels": {"env": "prod"}},
               "when": {"all": [{"metric": "system.load.1", "window": "1m", "aggregate": "avg", "above": 2, "clear": 1},
                                {"metric": "system.load.5", "deviates": "3 sigma", "clear": "2 sigma", "warm_up": "1h"}]},
               "for": "1m", "keep_firing_for": "1m", "no_data_after": "5m",
               "escalate": [{"severity": "critical", "above": 3, "clear": 2}],
               "overrides": [{"hosts": {"names": ["db"]}, "above": 2.5, "clear": 2, "for": "5m", "enabled": true, "severity": "critical"}],
               "active": {"days": ["mon"], "from": "08:00", "to": "18:00", "zone": "UTC"},
               "flapping": {"changes": 6, "within": "15m"}, "labels": {"team": "infra"}, "message": "{host}"},
              {"id": "b", "name": "B", "severity": "info",
               "when": {"sequence": [{"step": "one", "metric": "system.load.1", "above": 2},
                                     {"step": "two", "metric": "system.filesystem.used.pct", "above": 0.2, "within": "1m"}],
                        "unless": {"metric": "system.load.1", "below": 1}, "only": ["/"]}},
              {"id": "c", "name": "C", "severity": "info",
               "when": {"metric": "system.load.1", "above": 2, "repeats": {"times": 4, "within": "10m", "at_most": "30s"}}},
              {"id": "d", "name": "D", "severity": "info", "when": {"silent": "30s"},
               "overrides": [{"hosts": {"names": ["db"]}, "silent": "1m"}]},
              {"maintenance": "e", "comment": "E", "hosts": {"names": ["a"]}, "rules": ["a"],
               "from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z"}
            ]
            """;

    @Test
    void whateverStandsInPlaceOfAValueARuleIsReadOrRefusedWithItsProblems() throws Exception {
        int refused = 0;
        for (JsonNode rule : new ObjectMapper().readTree(VARIED_RULES)) {
            assertThat(RuleReader.read(rule)).isNotNull();
            for (String pointer : pointers(rule, "")) {
                for (JsonNode junk :
                        new ObjectMapper()
                                .readTree(
                                        "[null,5,-1,1e300,\"x\",\"1s\",\"\",true,[],[[]],[5],{},{\"a\":1}]")) {
                    JsonNode changed = rule.deepCopy();
                    replace(changed, pointer, junk);
                    try {
                        assertThat(RuleReader.read(changed)).isNotNull();
                    } catch (InvalidRuleException e) {
                        assertThat(e.problems()).as(changed.toString()).isNotEmpty();
                        refused++;
                    }
                }
            }
        }
        assertThat(refused).isGreaterThan(500);
    }

    private static List<String> pointers(JsonNode node, String pointer) {
        List<String> pointers = new ArrayList<>();
        node.fieldNames()
                .forEachRemaining(
                        name -> {
                            pointers.add(pointer + "/" + name);
                            pointers.addAll(pointers(node.get(name), pointer + "/" + name));
                        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            pointers.addAll(pointers(node.get(i), pointer + "/" + i));
        }
        return pointers;
    }

    private static void replace(JsonNode root, String pointer, JsonNode value) {
        int slash = pointer.lastIndexOf('/');
        ((ObjectNode) root.at(pointer.substring(0, slash)))
                .set(pointer.substring(slash + 1), value);
    }
}
