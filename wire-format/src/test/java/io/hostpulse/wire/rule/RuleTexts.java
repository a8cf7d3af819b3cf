package io.hostpulse.wire.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;

/** Rules as JSON with single quotes, for tests that read them. */
final class RuleTexts {

    private RuleTexts() {}

    /** A rule about CPU above 0.9 with more members, such as {@code 'for':'10s'}. */
    static String ruleOf(String... members) {
        String more = members.length == 0 ? "" : "," + String.join(",", members);
        return "{'id':'cpu','name':'CPU','severity':'warning',"
                + "'when':{'metric':'system.cpu.total.norm.pct','above':0.9}"
                + more
                + "}";
    }

    /** A rule that is triggered by {@code when}. */
    static String ruleWhen(String when) {
        return "{'id':'some','name':'Some','severity':'warning','when':" + when + "}";
    }

    static Rule readRule(String text) throws InvalidRuleException {
        return (Rule) read(text);
    }

    static Definition read(String text) throws InvalidRuleException {
        return RuleReader.read(text.replace('\'', '"').getBytes(UTF_8));
    }

    static List<String> problemsOf(String text) {
        InvalidRuleException refusal =
                catchThrowableOfType(InvalidRuleException.class, () -> read(text));
        assertThat(refusal).as(text).isNotNull();
        return refusal.problems().stream().map(Problem::toString).toList();
    }
}
