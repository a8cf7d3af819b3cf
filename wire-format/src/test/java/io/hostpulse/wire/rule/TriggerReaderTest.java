package io.hostpulse.wire.rule;

import static io.hostpulse.wire.rule.RuleTexts.problemsOf;
import static io.hostpulse.wire.rule.RuleTexts.readRule;
import static io.hostpulse.wire.rule.RuleTexts.ruleWhen;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.rule.Conditions.Mode;
import io.hostpulse.wire.rule.Sequence.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerReaderTest {

    private static final String CPU = "'metric':'system.cpu.total.norm.pct'";
    private static final String OOM = "'metric':'hostpulse.memory.oom_kills.count'";
    private static final String FULL = "'metric':'system.filesystem.used.pct'";

    @Test
    void aConditionCanLookAtAWindow() throws Exception {
        Rule rule =
                readRule(
                        ruleWhen(
                                "{%s,'window':'30s','aggregate':'avg','at_least':0.8,'clear':0.7}"
                                        .formatted(CPU)));

        assertThat(rule.when())
                .isEqualTo(
                        new Conditions(
                                Mode.ALL,
                                List.of(
                                        new Threshold(
                                                metric("system.cpu.total.norm.pct"),
                                                Optional.of(
                                                        new WindowAggregate(
                                                                Duration.ofSeconds(30),
                                                                Aggregate.AVG)),
                                                Comparison.AT_LEAST,
                                                0.8,
                                                0.7)),
                                List.of()));
        assertThat(rule.windows()).containsExactly(Duration.ofSeconds(30));
        assertThat(rule.dimension()).isEqualTo(Dimension.HOST);
    }

    @Test
    void aConditionOfThingsLooksAtAllOfThemOrAtSome() throws Exception {
        Rule all = readRule(ruleWhen("{%s,'above':0.9}".formatted(FULL)));
        Rule some = readRule(ruleWhen("{%s,'above':0.9,'only':['/','/data*']}".formatted(FULL)));

        assertThat(all.dimension()).isEqualTo(Dimension.FILESYSTEM);
        assertThat(all.watches("/var")).isTrue();
        assertThat(some.watches("/")).isTrue();
        assertThat(some.watches("/data2")).isTrue();
        assertThat(some.watches("/var")).isFalse();
        assertThat(some.watches("")).as("the host").isTrue();
    }

    @Test
    void allOrAnyOfSeveralConditionsAreTakenInTheirOrder() throws Exception {
        Rule rule =
                readRule(
                        ruleWhen(
                                "{'any':[{%s,'above':0.9},{%s,'below':0.1}],'only':['/']}"
                                        .formatted(CPU, FULL)));

        assertThat(rule.when())
                .isInstanceOfSatisfying(
                        Conditions.class, it -> assertThat(it.mode()).isEqualTo(Mode.ANY));
        assertThat(rule.conditions())
                .extracting(it -> it.metric().name())
                .containsExactly("system.cpu.total.norm.pct", "system.filesystem.used.pct");
        assertThat(rule.dimension()).isEqualTo(Dimension.FILESYSTEM);
        assertThat(readRule(ruleWhen("{'all':[{%s,'above':0.9}]}".formatted(CPU))).when())
                .isInstanceOfSatisfying(
                        Conditions.class, it -> assertThat(it.mode()).isEqualTo(Mode.ALL));
    }

    @Test
    void countersAndAmountsHaveAnIncrease() throws Exception {
        for (String name :
                List.of("hostpulse.memory.oom_kills.count", "host.network.ingress.bytes")) {
            Rule rule =
                    readRule(
                            ruleWhen(
                                    "{'metric':'%s','window':'30s','aggregate':'increase','above':0}"
                                            .formatted(name)));

            assertThat(rule.conditions())
                    .singleElement()
                    .returns(
                            Optional.of(
                                    new WindowAggregate(
                                            Duration.ofSeconds(30), Aggregate.INCREASE)),
                            Condition::over);
        }
    }

    @Test
    void deviationsAreInSigmas() throws Exception {
        Metric cpu = metric("system.cpu.total.norm.pct");

        assertThat(readRule(ruleWhen("{%s,'deviates':'4 sigma'}".formatted(CPU))).conditions())
                .containsExactly(new Deviation(cpu, 4, 4, Duration.ofHours(1)));
        assertThat(
                        readRule(
                                        ruleWhen(
                                                "{%s,'deviates':'4.5 sigma','clear':'2sigma','warm_up':'1d'}"
                                                        .formatted(CPU)))
                                .conditions())
                .containsExactly(new Deviation(cpu, 4.5, 2, Duration.ofDays(1)));
    }

    @Test
    void aSequenceHasNamedStepsInTheirTimes() throws Exception {
        Rule rule =
                readRule(
                        ruleWhen(
                                "{'sequence':[{'step':'busy',%1$s,'above':0.9},{'step':'full',%2$s,'above':0.8,'within':'10m'}],'unless':{%1$s,'below':0.1}}"
                                        .formatted(CPU, FULL)));

        assertThat(rule.when())
                .isInstanceOfSatisfying(
                        Sequence.class,
                        sequence -> {
                            assertThat(sequence.steps())
                                    .extracting(Step::name)
                                    .containsExactly("busy", "full");
                            assertThat(sequence.steps())
                                    .extracting(Step::within)
                                    .containsExactly(Duration.ZERO, Duration.ofMinutes(10));
                            assertThat(sequence.unless()).isPresent();
                        });
        assertThat(rule.conditions()).hasSize(3);
        assertThat(rule.flapping()).isEmpty();
    }

    @Test
    void aStepButTheFirstMayBeginTogetherWithTheOneBefore() throws Exception {
        String sequence =
                "{'sequence':[{'step':'busy',%1$s,'above':0.9%2$s},"
                        + "{'step':'busier',%1$s,'above':0.95,'within':'10m','together':true}]}";

        assertThat(((Sequence) readRule(ruleWhen(sequence.formatted(CPU, ""))).when()).steps())
                .extracting(Step::together)
                .containsExactly(false, true);
        assertThat(problemsOf(ruleWhen(sequence.formatted(CPU, ",'together':true"))))
                .containsExactly("when.sequence[0].together: the first step follows none");
    }

    @Test
    void aRepetitionSaysHowOftenAndHowShort() throws Exception {
        Rule rule =
                readRule(
                        ruleWhen(
                                "{%s,'above':0.9,'repeats':{'times':4,'within':'10m','at_most':'30s'}}"
                                        .formatted(CPU)));

        assertThat(rule.when())
                .isEqualTo(
                        new Repetition(
                                rule.conditions().get(0),
                                4,
                                Duration.ofMinutes(10),
                                Duration.ofSeconds(30),
                                List.of()));
        assertThat(rule.message())
                .isEqualTo(
                        "{host}: {metric} was beyond {threshold} 4 times within 10m, last at"
                                + " {value}");
    }

    @Test
    void silenceIsALengthOfTime() throws Exception {
        Rule rule = readRule(ruleWhen("{'silent':'30s'}"));

        assertThat(rule.when())
                .isEqualTo(new Silence(Duration.ofSeconds(30), Optional.empty(), Optional.empty()));
        assertThat(rule.conditions()).isEmpty();
        assertThat(rule.dimension()).isEqualTo(Dimension.HOST);
        assertThat(rule.message()).isEqualTo("{host} has been silent for {for}");
    }

    @Test
    void aHostThatSaysGoodbyeCanBeAskedToBeBack() throws Exception {
        Rule rule =
                readRule(ruleWhen("{'silent':'30s','restart_within':'1h','reboot_within':'10m'}"));

        assertThat(rule.when())
                .isEqualTo(
                        new Silence(
                                Duration.ofSeconds(30),
                                Optional.of(Duration.ofHours(1)),
                                Optional.of(Duration.ofMinutes(10))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{CPU,'above':0.9,'window':'30s'} | when.window: needs an aggregate, such as 'aggregate: avg'",
                "{CPU,'above':0.9,'aggregate':'avg'} | when.aggregate: needs a window, such as 'window: 1m'",
                "{CPU,'above':0.9,'window':'30s','aggregate':'mean'} | when.aggregate: 'mean' is none of avg, min, max, last, sum, increase, count, range, p50, p95, p99",
                "{CPU,'above':0.9,'window':'30s','aggregate':'sum'} | when.aggregate: 'sum' is for amounts in an interval (kind delta), which system.cpu.total.norm.pct is not",
                "{CPU,'above':0.9,'window':'30s','aggregate':'increase'} | when.aggregate: 'increase' is for what only grows (kind counter) and for amounts in an interval (kind delta), which system.cpu.total.norm.pct is not",
                "{OOM,'above':0,'window':'30s','aggregate':'avg'} | when.aggregate: 'avg' of a counter means nothing; write 'increase', by how much hostpulse.memory.oom_kills.count has risen",
                "{OOM,'above':0,'window':'30s','aggregate':'sum'} | when.aggregate: 'sum' of a counter means nothing; write 'increase', by how much hostpulse.memory.oom_kills.count has risen",
                "{OOM,'at_least':-1,'window':'30s','aggregate':'increase'} | when.at_least: -1.0 is less than 0.0, the lowest value of increase of hostpulse.memory.oom_kills.count",
                "{'metric':'system.cpu.user.ticks','above':0,'window':'30s','aggregate':'increase'} | when.window: there are no windows of system.cpu.user.ticks; of counters there are of hostpulse.memory.oom_kills.count, hostpulse.agent.dropped.samples, hostpulse.agent.missed.ticks, hostpulse.agent.read_failures.count",
                "{CPU,'above':1.5,'window':'30s','aggregate':'range'} | when.above: 1.5 is more than 1.0, the highest value of range of system.cpu.total.norm.pct",
                "{'metric':'system.cpu.total.pct','above':0.9,'window':'30s','aggregate':'avg'} | when.window: there are no windows of system.cpu.total.pct",
                "{CPU,'deviates':'4 sigma','window':'30s','aggregate':'avg'} | when.window: 'deviates' looks at samples, not at windows",
                "{CPU,'deviates':4} | when.deviates: '4' is no distance; write such as 4 sigma",
                "{CPU,'deviates':'4 sigma','clear':'5 sigma'} | when.clear: 5.0 lies on the wrong side of the threshold 4.0",
                "{'metric':'system.cpu.user.ticks','deviates':'4 sigma'} | when.metric: system.cpu.user.ticks only grows, so it has no usual value",
                "{CPU,'above':0.9,'warm_up':'1h'} | when.warm_up: belongs to 'deviates'",
                "{CPU,'above':0.9,'only':['/']} | when.only: there is one such metric of every host, so nothing to choose",
                "{CPU,'above':0.9,'clear':-1} | when.clear: -1.0 is less than 0.0, the lowest value of system.cpu.total.norm.pct",
                "{'metric':'host.cpu.usage','above':0.9} | when.metric: 'host.cpu.usage' is not in the catalogue of metrics; it is another name of system.cpu.total.norm.pct",
                "{'metric':'system.cpu.totl.norm.pct','above':0.9} | when.metric: 'system.cpu.totl.norm.pct' is not in the catalogue of metrics; did you mean system.cpu.total.norm.pct?",
                "{'metric':'zzz','above':0.9} | when.metric: 'zzz' is not in the catalogue of metrics",
                "{'all':[]} | when.all: has 0 entries; 1 to 10 are allowed",
                "{'all':[{CPU}]} | when.all[0]: needs one of above, at_least, below, at_most and deviates",
                "{'all':[{CPU,'above':1}],'any':[{CPU,'above':1}]} | when: cannot be all and any at once",
                "{'all':[5]} | when.all[0]: 5 is no object of keys and values",
                "{'all':[{'metric':'system.diskio.iostat.busy','above':9},{'metric':'system.core.total.pct','above':0.9}]} | when: has conditions per disk and per core; only one of these can be in a rule, beside the host's own",
                "{'silent':'0s'} | when.silent: 0s is not allowed; from 1s to 1d are",
                "{'silent':'30s','reboot_within':'0s'} | when.reboot_within: 0s is not allowed; from 1s to 1d are",
                "{'silent':'30s','restart_within':'2d'} | when.restart_within: 2d is not allowed; from 1s to 1d are",
                "{'silent':'30s','metric':'x'} | when.metric: is not known here; known are [reboot_within, restart_within, silent]",
                "{CPU,'above':0.9,'repeats':{'times':1,'within':'10m','at_most':'30s'}} | when.repeats.times: 1 is no whole number from 2 to 20",
                "{CPU,'above':0.9,'repeats':{'times':4,'within':'10m','at_most':'30m'}} | when.repeats.at_most: is longer than 'within'",
                "{CPU,'above':0.9,'repeats':{'times':4,'at_most':'30s'}} | when.repeats.within: is missing",
                "{'sequence':[{'step':'a',CPU,'above':0.9}]} | when.sequence: has 1 step; 2 to 5 are allowed",
                "{'sequence':[{'step':'a',CPU,'above':0.9},{'step':'a',CPU,'above':0.9,'within':'1m'}]} | when.sequence[1].step: 'a' is the name of an earlier step",
                "{'sequence':[{'step':'a',CPU,'above':0.9},{'step':'b',CPU,'above':0.9}]} | when.sequence[1].within: is missing; it says how soon after the step before",
                "{'sequence':[{'step':'a',CPU,'above':0.9,'within':'1m'},{'step':'b',CPU,'above':0.9,'within':'1m'}]} | when.sequence[0].within: the first step follows none",
                "{'sequence':[{CPU,'above':0.9},{'step':'b',CPU,'above':0.9,'within':'1m'}]} | when.sequence[0].step: is missing"
            })
    void whatCannotBeIsRefusedWithItsKey(String when, String problem) {
        assertThat(problemsOf(ruleWhen(when.replace("CPU", CPU).replace("OOM", OOM))))
                .containsExactly(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"for", "keep_firing_for"})
    void whatHasNoEffectIsRefused(String key) {
        String rule =
                "{'id':'a','name':'A','severity':'info','when':{'silent':'30s'},'%s':'1m'}"
                        .formatted(key);

        assertThat(problemsOf(rule))
                .containsExactly(key + ": has no effect on a sequence, a repetition or silence");
    }

    private static Metric metric(String name) {
        return MetricCatalogue.get().find(name).orElseThrow();
    }
}
