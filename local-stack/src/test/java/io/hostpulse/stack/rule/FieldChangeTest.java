package io.hostpulse.stack.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldChangeTest {

    @Test
    void whatIsTheSameInAnotherOrderIsNoChange() throws Exception {
        assertThat(
                        changes(
                                "{'id':'a','when':{'metric':'m','above':4}}",
                                "{'when':{'above':4,'metric':'m'},'id':'a'}"))
                .isEmpty();
    }

    @Test
    void keysAreNamedAsTheFileHasThemAndThoseThatAreGoneComeLast() throws Exception {
        assertThat(
                        changes(
                                "{'for':'5m','when':{'metric':'m','above':4},'severity':'info'}",
                                "{'severity':'warning','when':{'metric':'m','at_least':4},'message':'M'}"))
                .containsExactly(
                        "severity \"info\" \"warning\"",
                        "when.at_least - 4",
                        "when.above 4 -",
                        "message - \"M\"",
                        "for \"5m\" -");
    }

    @Test
    void ofListsOfObjectsEachIsComparedAndOthersAsAWhole() throws Exception {
        assertThat(
                        changes(
                                "{'when':{'all':[{'above':1},{'above':2}]},'overrides':[{'for':'1m'}],'days':['mon','tue']}",
                                "{'when':{'all':[{'above':1},{'above':3},{'above':4}]},'overrides':[],'days':['mon']}"))
                .containsExactly(
                        "when.all[1].above 2 3",
                        "when.all[2] - {\"above\":4}",
                        "overrides [{\"for\":\"1m\"}] []",
                        "days [\"mon\",\"tue\"] [\"mon\"]");
    }

    @Test
    void aValueOfAnotherKindIsOneChange() throws Exception {
        assertThat(
                        changes(
                                "{'flapping':'off','hosts':{'names':['a']}}",
                                "{'flapping':{'changes':4},'hosts':[1]}"))
                .containsExactly(
                        "flapping \"off\" {\"changes\":4}", "hosts {\"names\":[\"a\"]} [1]");
    }

    private static List<String> changes(String before, String after) throws IOException {
        return FieldChange.between(tree(before), tree(after)).stream()
                .map(
                        change ->
                                "%s %s %s"
                                        .formatted(
                                                change.key(),
                                                change.before().map(JsonNode::toString).orElse("-"),
                                                change.after().map(JsonNode::toString).orElse("-")))
                .toList();
    }

    private static JsonNode tree(String json) throws IOException {
        return new ObjectMapper().readTree(json.replace('\'', '"'));
    }
}
