package io.hostpulse.wire.rule;

import static io.hostpulse.wire.rule.RuleTexts.problemsOf;
import static io.hostpulse.wire.rule.RuleTexts.readRule;
import static io.hostpulse.wire.rule.RuleTexts.ruleOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.wire.proto.HostIdentity;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which hosts a rule holds for, and how. */
class RuleOnHostTest {

    private static final HostIdentity WEB = host("web-1", "prod");
    private static final HostIdentity DB = host("db-1", "prod");

    @Test
    void aRuleWithoutSelectorHoldsForEveryHostAsItIs() throws Exception {
        Rule rule = readRule(ruleOf());

        assertThat(rule.on(WEB)).contains(rule);
    }

    @Test
    void namesAreGlobsOnNameAndId() throws Exception {
        Rule rule = readRule(ruleOf("'hosts':{'names':['web-*','id-of-db-?']}"));

        assertThat(rule.on(WEB)).isPresent();
        assertThat(rule.on(DB)).isPresent();
        assertThat(rule.on(host("mail-1", "prod"))).isEmpty();
    }

    @Test
    void allLabelsMustBeTheHosts() throws Exception {
        Rule rule = readRule(ruleOf("'hosts':{'names':['web-*'],'labels':{'env':'prod'}}"));

        assertThat(rule.on(WEB)).isPresent();
        assertThat(rule.on(host("web-1", "test"))).isEmpty();
        assertThat(rule.on(DB)).isEmpty();
        assertThat(rule.on(HostIdentity.newBuilder().setName("web-1").build())).isEmpty();
    }

    @Test
    void theFirstOverrideThatMatchesCounts() throws Exception {
        Rule rule =
                readRule(
                        ruleOf(
                                "'for':'1m'",
                                "'escalate':[{'severity':'critical','above':0.95}]",
                                "'overrides':["
                                        + "{'hosts':{'names':['db-*']},'above':0.97,'for':'5m','severity':'critical'},"
                                        + "{'hosts':{'labels':{'env':'prod'}},'clear':0.5}]"));

        Rule onDb = rule.on(DB).orElseThrow();
        assertThat(onDb.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(onDb.sustainedFor()).isEqualTo(Duration.ofMinutes(5));
        assertThat(onDb.conditions())
                .first()
                .returns(0.97, it -> ((Threshold) it).threshold())
                .returns(0.97, it -> ((Threshold) it).clear());
        assertThat(onDb.escalations()).as("the rule is as grave already").isEmpty();
        assertThat(onDb.on(DB)).contains(onDb);

        Rule onWeb = rule.on(WEB).orElseThrow();
        assertThat(onWeb.escalations()).isEqualTo(rule.escalations());
        assertThat(onWeb.sustainedFor()).isEqualTo(Duration.ofMinutes(1));
        assertThat(onWeb.conditions())
                .first()
                .returns(0.9, it -> ((Threshold) it).threshold())
                .returns(0.5, it -> ((Threshold) it).clear());
    }

    @Test
    void anOverrideSwitchesARuleOffOrOn() throws Exception {
        String onDb = "'overrides':[{'hosts':{'names':['db-*']},'enabled':%s}]";

        assertThat(readRule(ruleOf(onDb.formatted(false))).on(DB)).isEmpty();
        assertThat(readRule(ruleOf(onDb.formatted(false))).on(WEB)).isPresent();
        assertThat(readRule(ruleOf("'enabled':false", onDb.formatted(true))).on(DB)).isPresent();
        assertThat(readRule(ruleOf("'enabled':false", onDb.formatted(true))).on(WEB)).isEmpty();
    }

    @Test
    void anOverrideCanLengthenSilence() throws Exception {
        Rule rule =
                readRule(
                        "{'id':'down','name':'Down','severity':'critical','when':{'silent':'30s'},"
                                + "'overrides':[{'hosts':{'names':['db-*']},'silent':'5m'}]}");

        assertThat(rule.on(DB).orElseThrow().when()).isEqualTo(silent(Duration.ofMinutes(5)));
        assertThat(rule.on(WEB).orElseThrow().when()).isEqualTo(silent(Duration.ofSeconds(30)));
    }

    @Test
    void anOverrideCanSayWhenAHostHasToBeBack() throws Exception {
        Rule rule =
                readRule(
                        "{'id':'down','name':'Down','severity':'critical',"
                                + "'when':{'silent':'30s','reboot_within':'10m'},"
                                + "'overrides':[{'hosts':{'names':['db-*']},"
                                + "'restart_within':'1h','reboot_within':'30m'}]}");

        assertThat(rule.on(DB).orElseThrow().when())
                .isEqualTo(
                        new Silence(
                                Duration.ofSeconds(30),
                                Optional.of(Duration.ofHours(1)),
                                Optional.of(Duration.ofMinutes(30))));
        assertThat(rule.on(WEB).orElseThrow().when())
                .isEqualTo(
                        new Silence(
                                Duration.ofSeconds(30),
                                Optional.empty(),
                                Optional.of(Duration.ofMinutes(10))));
    }

    @Test
    void overridesOfDeviationsAreInSigmas() throws Exception {
        Rule rule =
                readRule(
                        "{'id':'odd','name':'Odd','severity':'info',"
                                + "'when':{'metric':'system.load.1','deviates':'4 sigma','clear':'2 sigma'},"
                                + "'overrides':[{'hosts':{'names':['db-*']},'deviates':'6.5 sigma'}]}");

        assertThat(rule.on(DB).orElseThrow().conditions())
                .first()
                .returns(6.5, it -> ((Deviation) it).sigmas())
                .returns(2.0, it -> ((Deviation) it).clearSigmas());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'hosts':{'names':['x']}} | overrides[0]: changes nothing",
                "{'enabled':false} | overrides[0].hosts: must say which hosts it is for, by names or labels",
                "{'hosts':{'names':['x']},'at_least':0.95} | overrides[0].at_least: the rule's first condition has 'above'",
                "{'hosts':{'names':['x']},'above':9} | overrides[0].above: 9.0 is more than 1.0, the highest value of system.cpu.total.norm.pct",
                "{'hosts':{'names':['x']},'above':0.5} | overrides[0].above: 0.5 lies on the wrong side of the clear value 0.8",
                "{'hosts':{'names':['x']},'clear':0.95} | overrides[0].clear: 0.95 lies on the wrong side of the threshold 0.9",
                "{'hosts':{'names':['x']},'above':0.97} | overrides[0].above: 0.97 reaches 0.95, where the rule becomes critical; override severity too",
                "{'hosts':{'names':['x']},'silent':'1m'} | overrides[0].silent: the rule is not about silence",
                "{'hosts':{'names':['x']},'reboot_within':'1m'} | overrides[0].reboot_within: the rule is not about silence",
                "{'hosts':{'names':['x']},'restart_within':'1m'} | overrides[0].restart_within: the rule is not about silence",
                "{'hosts':{'name':['x']},'enabled':true} | overrides[0].hosts.name: is not known here; known are [labels, names]"
            })
    void whatAnOverrideCannotSayIsRefused(String override, String problem) {
        String rule =
                """
                {'id':'cpu','name':'CPU','severity':'warning',
                 'when':{'metric':'system.cpu.total.norm.pct','above':0.9,'clear':0.8},
                 'escalate':[{'severity':'critical','above':0.95}],
                 'overrides':[%s]}
                """
                        .formatted(override);

        assertThat(problemsOf(rule)).contains(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{'severity':'critical','above':0.85}] | escalate[0].above: 0.85 does not lie beyond 0.9, the threshold before",
                "[{'severity':'warning','above':0.95}] | escalate[0].severity: 'warning' is not graver than warning, the one before",
                "[{'severity':'critical'}] | escalate[0].above: is missing",
                "[{'severity':'critical','below':0.95}] | escalate[0].below: the rule's first condition has 'above'",
                "[{'severity':'critical','above':0.95,'clear':0.97}] | escalate[0].clear: 0.97 lies on the wrong side of the threshold 0.95",
                "[{'above':0.95}] | escalate[0].severity: is missing",
                "{'above':0.95} | escalate: {\"above\":0.95} is no list"
            })
    void escalationsClimb(String escalations, String problem) {
        assertThat(problemsOf(ruleOf("'escalate':" + escalations))).contains(problem);
    }

    private static HostIdentity host(String name, String environment) {
        return HostIdentity.newBuilder()
                .setId("id-of-" + name)
                .setName(name)
                .putLabels("env", environment)
                .build();
    }

    private static Silence silent(Duration after) {
        return new Silence(after, Optional.empty(), Optional.empty());
    }
}
