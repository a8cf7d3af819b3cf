package io.hostpulse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.wire.proto.HostSample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveConfigTest {

    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    private final AtomicLong nanoTime = new AtomicLong();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream standardError = System.err;
    private Path file;
    private int writes;

    @BeforeEach
    void setUp(@TempDir Path directory) throws IOException {
        file = directory.resolve("agent.yaml");
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        write("interval: 10s\n");
    }

    @AfterEach
    void giveStandardErrorBack() {
        System.setErr(standardError);
    }

    @Test
    void intervalsGroupsFiltersAndLabelsFollowTheFile() throws Exception {
        LiveConfig config = config();
        write(
                """
                interval: 5s
                host: {labels: {env: prod}}
                groups:
                  cpu: {enabled: false}
                  sensors: {interval: 60s}
                  disks: {exclude: ["sd*"]}
                  processes: {top: 1}
                """);

        look(config);

        AgentConfig now = config.get();
        assertThat(now.interval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(now.labels()).isEqualTo(Map.of("env", "prod"));
        assertThat(now.groups().get(Group.CPU).enabled()).isFalse();
        assertThat(now.groups().get(Group.SENSORS).interval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(now.disks().selects("sda", true)).isFalse();
        assertThat(now.topProcesses()).isEqualTo(1);
        assertThat(logged()).contains("has changed and is in use").doesNotContain("restarted");
    }

    @Test
    void theCadenceFollowsTheInterval() throws Exception {
        LiveConfig config = config();
        Cadence cadence = new Cadence(() -> config.get().interval().toNanos(), 0);
        cadence.completed(1);
        assertThat(cadence.nextNanos()).isEqualTo(Duration.ofSeconds(10).toNanos());
        write("interval: 1s\n");

        look(config);
        cadence.completed(Duration.ofSeconds(10).toNanos());

        assertThat(cadence.nextNanos()).isEqualTo(Duration.ofSeconds(11).toNanos());
    }

    @Test
    void aLongIntervalThatIsShortenedIsNotWaitedFor() throws Exception {
        write("interval: 5m\n");
        LiveConfig config = config();
        AtomicInteger samples = new AtomicInteger();
        SamplingLoop loop =
                new SamplingLoop(
                        config::follow,
                        HostSample::getDefaultInstance,
                        SamplingLoopTest::goodbye,
                        sample -> samples.incrementAndGet(),
                        new Cadence(() -> config.get().interval().toNanos(), 0),
                        nanoTime::get);
        loop.turn();
        write("interval: 1s\n");

        nanoTime.addAndGet(loop.waitNanos());
        loop.turn();

        assertThat(nanoTime.get()).isLessThanOrEqualTo(Duration.ofSeconds(5).toNanos());
        assertThat(config.get().interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(samples).hasValue(2);
    }

    @Test
    void whatNeedsARestartIsNamedAndStays() throws Exception {
        LiveConfig config = config();
        write(
                """
                interval: 5s
                kafka: {topic: other, properties: {ssl.key.password: hunter2}}
                host: {id: other}
                spool: {directory: /elsewhere}
                """);

        look(config);

        assertThat(config.get().interval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.get().topic()).isEqualTo("hostpulse.samples");
        assertThat(config.get().hostId()).isEmpty();
        assertThat(logged())
                .contains("restarted: kafka.topic, kafka.properties, host.id, spool")
                .doesNotContain("hunter2");
    }

    @Test
    void aBadFileIsReportedOnceAndTheSettingsStayUntilItIsMended() throws Exception {
        LiveConfig config = config();
        write("interval: soon\nhots: {}\n");

        look(config);
        look(config);

        assertThat(config.get().interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(logged().lines())
                .singleElement()
                .asString()
                .contains("ERROR", file + ":1: interval: \"soon\"", file + ":2: hots: is not");
        write("interval: 1s\n");
        look(config);
        assertThat(config.get().interval()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aFileThatGoesAwayIsReportedAndTheSettingsStay() throws Exception {
        LiveConfig config = config();
        Files.delete(file);

        look(config);
        look(config);

        assertThat(config.get().interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(logged().lines()).hasSize(1);
    }

    @Test
    void aFileThatStaysAsItIsIsNotReadAgainAndLookedAtEveryTwoSeconds() throws Exception {
        LiveConfig config = config();
        look(config);
        assertThat(logged()).isEmpty();
        write("interval: 1s\n");

        nanoTime.addAndGet(Duration.ofMillis(1900).toNanos());
        config.follow();
        assertThat(config.get().interval()).isEqualTo(Duration.ofSeconds(10));
        nanoTime.addAndGet(Duration.ofMillis(100).toNanos());
        config.follow();
        assertThat(config.get().interval()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void flagsStillGoBeforeTheFileThatChanged() throws Exception {
        LiveConfig config = config("--interval=30s");
        write("interval: 5s\nhost: {labels: {a: b}}\n");

        look(config);

        assertThat(config.get().interval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.get().labels()).containsKey("a");
    }

    @Test
    void thereIsNothingToBeginWithWhenTheFirstFileIsBad() throws Exception {
        write("interval: soon\n");

        assertThatThrownBy(this::config).isInstanceOf(InvalidConfigException.class);
    }

    private LiveConfig config(String... more) throws InvalidConfigException {
        String[] arguments = new String[more.length + 1];
        arguments[0] = "--config=" + file;
        System.arraycopy(more, 0, arguments, 1, more.length);
        return new LiveConfig(TestConfig.source(Map.of(), arguments), nanoTime::get);
    }

    private void look(LiveConfig config) {
        nanoTime.addAndGet(Duration.ofSeconds(2).toNanos());
        config.follow();
    }

    /** Every time with a modification time of its own, however fast the test is. */
    private void write(String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(START.plusSeconds(writes++)));
    }

    private String logged() {
        return log.toString(StandardCharsets.UTF_8);
    }
}
