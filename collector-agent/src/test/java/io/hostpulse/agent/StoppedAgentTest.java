package io.hostpulse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import io.hostpulse.agent.spool.DiskSpool;
import io.hostpulse.agent.spool.Spool;
import io.hostpulse.agent.spool.SpoolLimits;
import io.hostpulse.agent.spool.SpooledEntry;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents that run while Kafka is away, so that their spools have all that they sent. */
class StoppedAgentTest {

    /** Nothing listens there: it is reserved, see RFC 6335. */
    private static final int UNUSED_PORT = 1;

    /** More than a segment without samples has. */
    private static final int MANY_BYTES = 1000;

    private static final Duration START_LIMIT = Duration.ofMinutes(1);

    @TempDir Path directory;

    private Process agent;

    @AfterEach
    void endAgent() {
        if (agent != null) {
            agent.destroyForcibly();
        }
    }

    /** A service is stopped with SIGTERM, Ctrl-C is SIGINT, a terminal that is closed SIGHUP. */
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void oneThatIsStoppedOnPurposeSaysGoodbyeWithItsLastSample(String signal) throws Exception {
        start();

        signal(signal);
        assertThat(agent.waitFor(1, TimeUnit.MINUTES)).isTrue();

        List<HostSample> samples = spooled();
        HostSample last = samples.get(samples.size() - 1);
        assertThat(last.getGoodbye()).isEqualTo(Goodbye.STOPPED);
        assertThat(last.getAgent().getSequence()).isEqualTo(samples.size());
        assertThat(last.getAgent().getSpooled()).isTrue();
        assertThat(last.getHost().getId()).isEqualTo("a-host");
        assertThat(samples.subList(0, samples.size() - 1))
                .isNotEmpty()
                .allSatisfy(
                        sample -> assertThat(sample.getGoodbye()).isEqualTo(Goodbye.NO_GOODBYE));
    }

    @Test
    void oneThatIsKilledSaysNothing() throws Exception {
        start();

        agent.destroyForcibly();
        assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThat(spooled())
                .isNotEmpty()
                .allSatisfy(
                        sample -> assertThat(sample.getGoodbye()).isEqualTo(Goodbye.NO_GOODBYE));
    }

    /** Starts an agent and waits until it spools. */
    private void start() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no signals");
        agent =
                new ProcessBuilder(
                                // what a build in the background ignores its children would, too
                                "env",
                                "--default-signal=TERM,INT,HUP",
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-Xmx64m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                CollectorAgent.class.getName(),
                                "--bootstrap-servers=localhost:" + UNUSED_PORT,
                                "--host-id=a-host",
                                "--interval=500ms",
                                "--state-dir=" + directory)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
        await().atMost(START_LIMIT).until(() -> spoolBytes() > MANY_BYTES);
    }

    private long spoolBytes() throws IOException {
        Path spool = directory.resolve("spool");
        if (!Files.exists(spool)) {
            return 0;
        }
        try (var files = Files.list(spool)) {
            return files.filter(file -> file.toString().endsWith(".segment"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + agent.pid()).start();
        assertThat(kill.waitFor()).isZero();
    }

    private List<HostSample> spooled() throws InvalidProtocolBufferException {
        Spool spool =
                DiskSpool.open(
                        directory.resolve("spool"),
                        new SpoolLimits(1 << 20, Duration.ofHours(1)),
                        Clock.systemUTC());
        List<HostSample> samples = new ArrayList<>();
        Optional<SpooledEntry> next = spool.next();
        while (next.isPresent()) {
            samples.add(HostSample.parseFrom(next.get().entry().value()));
            next = spool.next();
        }
        spool.close();
        return samples;
    }
}
