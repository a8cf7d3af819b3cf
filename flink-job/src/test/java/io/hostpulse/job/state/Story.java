package io.hostpulse.job.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.job.document.AlertDocument;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.AlertTransition.State;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.Topics;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.Cpu;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Memory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Sixteen minutes of some hosts, with a savepoint after twelve. By then each kind of state holds
 * something, and what comes afterwards depends on it: every host is about one kind and named after
 * it. The rules are in {@link #rules}. Only the host that is down depends on the clock on the wall.
 */
final class Story {

    /** Long ago and fixed, so that a story is the same whenever it is told. */
    private static final long BEGIN = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    private static final int STEP_SECONDS = 10;
    private static final int SAVEPOINT_SECONDS = 720;
    private static final int END_SECONDS = 960;

    static final String DOWN = "down";
    private static final int DOWN_SINCE_SECONDS = 20;

    /** So long that none but {@link #DOWN} is ever silent for too long. */
    private static final int INTERVAL_MILLIS = 60_000;

    private static final long NEVER = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

    private final List<String> before = new ArrayList<>();
    private final List<String> after = new ArrayList<>();

    private Story() {}

    static StoryInput tell() {
        Story story = new Story();
        story.rules();
        story.alerts();
        story.hosts();
        return new StoryInput(List.copyOf(story.before), List.copyOf(story.after));
    }

    /** A rule about the host of the same name. */
    static String rule(String id, String rest) {
        return StoryInput.line(
                Topics.RULES,
                id,
                BEGIN,
                "{'id': '%1$s', 'name': 'Rule %1$s', 'severity': 'warning', 'hosts': {'names': ['%1$s']}, %2$s}"
                        .formatted(id, rest)
                        .replace('\'', '"'));
    }

    private void rules() {
        String busy = "'when': {'metric': 'system.cpu.total.norm.pct', 'above': 0.9}";
        before.add(rule("pending", busy + ", 'for': '1m'"));
        before.add(rule("firing", busy + ", 'for': '1m', 'keep_firing_for': '30s'"));
        before.add(rule("recovering", busy + ", 'for': '30s', 'keep_firing_for': '1m'"));
        before.add(rule("flapping", busy + ", 'flapping': {'changes': 4, 'within': '15m'}"));
        before.add(
                rule(
                        "bursts",
                        "'when': {'metric': 'system.cpu.total.norm.pct', 'above': 0.9, 'repeats': {'times': 4, 'within': '10m', 'at_most': '30s'}}"));
        before.add(
                rule(
                        "sequence",
                        "'when': {'sequence': [{'step': 'memory', 'metric': 'system.memory.actual.used.pct', 'above': 0.8}, {'step': 'cpu', 'metric': 'system.cpu.total.norm.pct', 'above': 0.8, 'within': '5m'}, {'step': 'more cpu', 'metric': 'system.cpu.total.norm.pct', 'above': 0.9, 'within': '5m'}]}"));
        before.add(
                rule(
                        "unusual",
                        "'when': {'metric': 'system.cpu.total.norm.pct', 'deviates': '4 sigma', 'clear': '2 sigma', 'warm_up': '5m'}, 'for': '20s'"));
        before.add(
                rule(
                        "window",
                        "'when': {'metric': 'system.cpu.total.norm.pct', 'window': '5m', 'aggregate': 'max', 'above': 0.9}"));
        before.add(rule(DOWN, "'when': {'silent': '30s'}"));
    }

    private void alerts() {
        before.add(alert("told", 1, State.FIRING, 0));
        before.add(alert("muted", 1, State.FIRING, NEVER));
        // what the job itself says of the host that is down, which it reads back
        before.add(silence(State.FIRING));
        after.add(alert("told", 2, State.RESOLVED, 0));
        after.add(alert("muted", 2, State.RESOLVED, NEVER));
        after.add(alert("new", 1, State.FIRING, 0));
        after.add(silence(State.RESOLVED));
    }

    private void hosts() {
        for (int second = 0; second <= DOWN_SINCE_SECONDS; second += STEP_SECONDS) {
            before.add(sample(DOWN, second, 100, 0.1, 0.1));
        }
        for (int second = 0; second < END_SECONDS; second += STEP_SECONDS) {
            int minute = second / 60;
            one("steady", second, 0.5 + (second % 70) / 1000.0);
            one("window", second, second == 660 ? 0.95 : 0.2);
            one("pending", second, isWithin(second, 690, 800) ? 0.95 : 0.2);
            one("firing", second, isWithin(second, 300, 780) ? 0.91 + second / 1e5 : 0.2);
            one("recovering", second, isWithin(second, 600, 700) ? 0.95 : 0.2);
            one("flapping", second, minute % 3 == 0 && minute >= 6 ? 0.95 : 0.2);
            one("bursts", second, minute % 2 == 0 && minute >= 6 && second % 60 == 0 ? 0.95 : 0.2);
            add(
                    second,
                    sample(
                            "sequence",
                            second,
                            INTERVAL_MILLIS,
                            second < 690 ? 0.2 : second < 760 ? 0.85 : second < 840 ? 0.95 : 0.1,
                            second < 600 ? 0.2 : 0.9));
            one("unusual", second, isWithin(second, 700, 800) ? 0.8 : 0.3 + second % 7 / 100.0);
            if (!isWithin(second, 240, 480)) {
                one("backlog", second, 0.4);
            }
        }
        // sent again, and late
        after.add(1, sample("steady", 700, INTERVAL_MILLIS, 0.9, 0.1));
        after.add(sample("steady", END_SECONDS - 25, INTERVAL_MILLIS, 0.99, 0.1));
        // only now what an agent could not send before
        for (int second = 240; second < 480; second += STEP_SECONDS) {
            after.add(sample("backlog", second, INTERVAL_MILLIS, 0.6, 0.1));
        }
        after.add(sample(DOWN, 900, 100, 0.1, 0.1));
    }

    private void one(String host, int second, double cpu) {
        add(second, sample(host, second, INTERVAL_MILLIS, cpu, 0.1));
    }

    private void add(int second, String line) {
        (second < SAVEPOINT_SECONDS ? before : after).add(line);
    }

    private static boolean isWithin(int second, int from, int to) {
        return second >= from && second < to;
    }

    private static String sample(
            String host, int second, int intervalMillis, double cpu, double memory) {
        long timeMillis = BEGIN + second * 1_000L;
        return StoryInput.line(
                Topics.SAMPLES,
                host,
                timeMillis,
                SampleCodec.encodeJson(
                        HostSample.newBuilder()
                                .setSchemaVersion(SampleCodec.SCHEMA_VERSION)
                                .setTime(SampleCodec.timestamp(Instant.ofEpochMilli(timeMillis)))
                                .setIntervalMs(intervalMillis)
                                .setHost(HostIdentity.newBuilder().setId(host).setName(host))
                                .setAgent(
                                        AgentIdentity.newBuilder()
                                                .setRunId("run")
                                                .setSequence(second))
                                .setCpu(Cpu.newBuilder().setTotalNormPct(cpu))
                                .setMemory(Memory.newBuilder().setActualUsedPct(memory))
                                .build()));
    }

    private static String silence(State state) {
        long since = BEGIN + DOWN_SINCE_SECONDS * 1_000L;
        return alert(DOWN, "", DOWN, since, state == State.RESOLVED ? 2 : 1, state, 0);
    }

    private static String alert(String host, int transition, State state, long mutedUntilMillis) {
        return alert(
                "cpu",
                "system.cpu.total.norm.pct",
                host,
                BEGIN,
                transition,
                state,
                mutedUntilMillis);
    }

    private static String alert(
            String rule,
            String metric,
            String host,
            long startedMillis,
            int transition,
            State state,
            long mutedUntilMillis) {
        long timeMillis = startedMillis + transition * 60_000L;
        boolean isOver = state == State.RESOLVED;
        AlertTransition alert =
                new AlertTransition(
                        "%s|%s||%d".formatted(rule, host, startedMillis),
                        transition,
                        state,
                        isOver ? State.FIRING : null,
                        rule,
                        "Rule " + rule,
                        "warning",
                        "warning",
                        host,
                        host,
                        "",
                        metric,
                        timeMillis,
                        0,
                        startedMillis,
                        startedMillis + 60_000,
                        isOver ? timeMillis : 0,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        false,
                        mutedUntilMillis,
                        false,
                        null,
                        "{}",
                        host + " has an alert",
                        "reason");
        return StoryInput.line(
                Topics.ALERTS, host, timeMillis, new String(AlertDocument.of(alert).json(), UTF_8));
    }
}
