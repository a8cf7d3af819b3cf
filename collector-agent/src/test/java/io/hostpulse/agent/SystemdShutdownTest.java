package io.hostpulse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers of systemd come from a shell, for systemd runs on few machines that build. */
class SystemdShutdownTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final long NOW_MICROS = NOW.toEpochMilli() * 1000;

    @TempDir Path systemd;

    @BeforeEach
    void systemdRuns() throws IOException {
        Files.createDirectories(systemd.resolve("system"));
    }

    @Test
    void aJobThatStartsARebootIsOne() {
        assertThat(
                        answering(
                                " 42 hostpulse-collector-agent.service stop  running",
                                "101 reboot.target                     start waiting"))
                .isTrue();
        assertThat(answering("101 kexec.target start waiting")).isTrue();
        assertThat(answering("101 soft-reboot.target start waiting")).isTrue();
    }

    @Test
    void aStopAndAShutdownAreNone() {
        assertThat(answering("42 hostpulse-collector-agent.service stop running")).isFalse();
        assertThat(answering("42 hostpulse-collector-agent.service restart running")).isFalse();
        assertThat(answering("101 poweroff.target start waiting")).isFalse();
        assertThat(answering("101 halt.target start waiting")).isFalse();
        assertThat(answering("101 reboot.target stop waiting", "bad")).isFalse();
        assertThat(answering("No jobs running.")).isFalse();
        assertThat(answering("")).isFalse();
    }

    @Test
    void itsJobsGoBeforeWhatIsScheduled() throws IOException {
        schedule("reboot", NOW_MICROS - 1);

        assertThat(answering("101 poweroff.target start waiting")).isFalse();
    }

    @Test
    void whereSystemdDoesNotAnswerAScheduledShutdownThatIsDueTells() throws IOException {
        assertThat(withoutAnswer()).isFalse();
        schedule("reboot", NOW_MICROS - 1);
        assertThat(withoutAnswer()).isTrue();
        assertThat(running(List.of("sh", "-c", "echo 1 reboot.target start waiting; exit 1")))
                .isTrue();
        assertThat(running(List.of("/no/such/command"))).isTrue();
        assertThat(running(List.of())).isTrue();
        schedule("poweroff", NOW_MICROS - 1);
        assertThat(withoutAnswer()).isFalse();
        schedule("reboot", NOW_MICROS + 60_000_000);
        assertThat(withoutAnswer()).as("in a minute").isFalse();
    }

    @Test
    void aHostWithoutSystemdIsNotAsked() throws IOException {
        Files.delete(systemd.resolve("system"));

        assertThat(answering("101 reboot.target start waiting")).isFalse();
    }

    @Test
    void aSystemdThatDoesNotAnswerIsNotWaitedFor() {
        long begin = System.nanoTime();

        assertThat(running(List.of("sh", "-c", "exec sleep 60"))).isFalse();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    }

    private boolean answering(String... jobs) {
        return running(List.of("printf", "%s\\n", String.join("\n", jobs)), Duration.ofSeconds(30));
    }

    private boolean withoutAnswer() {
        return running(List.of("false"));
    }

    private boolean running(List<String> command) {
        return running(command, Duration.ofSeconds(2));
    }

    private boolean running(List<String> command, Duration patience) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        return new SystemdShutdown(systemd, command, patience, clock).isRebooting();
    }

    private void schedule(String mode, long micros) throws IOException {
        Files.createDirectories(systemd.resolve("shutdown"));
        Files.writeString(
                systemd.resolve("shutdown/scheduled"),
                "USEC=" + micros + "\nWARN_WALL=1\nMODE=" + mode + "\n");
    }
}
