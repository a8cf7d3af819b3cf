package io.hostpulse.wire.rule;

import static io.hostpulse.wire.rule.RuleTexts.ruleWhen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComputedWindowsTest {

    private static final ComputedWindows WINDOWS = ComputedWindows.ofSpecs("1m,30s/10s");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{LOAD,'window':'2m','aggregate':'avg','above':1} | when.window",
                "{'all':[{LOAD,'above':1},{LOAD,'window':'2m','aggregate':'avg','above':1}]} | when.all[1].window",
                "{LOAD,'window':'2m','aggregate':'avg','above':1,'repeats':{'times':2,'within':'1h','at_most':'10m'}} | when.window",
                "{'sequence':[{'step':'a',LOAD,'above':1},{'step':'b',LOAD,'above':2,'within':'1m'}],'unless':{LOAD,'window':'2m','aggregate':'avg','below':1}} | when.unless.window"
            })
    void aRuleAboutOtherWindowsIsRefusedWhereItNamesThem(String when, String key) {
        assertThat(refusalOf(when).problems())
                .containsExactly(
                        new Problem(
                                key,
                                "windows of 2m are not computed, only of 30s, 1m; see the job's option --windows"));
    }

    @Test
    void theOtherProblemsAreToldToo() {
        assertThat(refusalOf("{LOAD,'window':'2m','aggregate':'mean','above':-1}").problems())
                .extracting(Problem::key)
                .containsExactly("when.window", "when.aggregate", "when.above");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{LOAD,'window':'60s','aggregate':'avg','above':1}",
                "{LOAD,'window':'30s','aggregate':'avg','above':1}",
                "{LOAD,'above':1}",
                "{'silent':'2m'}"
            })
    void sizesAreComparedHoweverTheyAreWritten(String when) throws Exception {
        assertThat(read(when)).isInstanceOf(Rule.class);
    }

    @Test
    void theDefaultsAreThoseOfTheJob() {
        assertThat(ComputedWindows.ofDefaults()).hasToString("30s, 1m, 5m, 1h");
    }

    private static InvalidRuleException refusalOf(String when) {
        InvalidRuleException refusal =
                catchThrowableOfType(InvalidRuleException.class, () -> read(when));
        assertThat(refusal).as(when).isNotNull();
        return refusal;
    }

    private static Definition read(String when) throws InvalidRuleException {
        String json = ruleWhen(when.replace("LOAD", "'metric':'system.load.1'")).replace('\'', '"');
        return RuleReader.read(json.getBytes(StandardCharsets.UTF_8), WINDOWS);
    }
}
