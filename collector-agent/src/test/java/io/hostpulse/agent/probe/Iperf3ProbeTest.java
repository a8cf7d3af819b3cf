package io.hostpulse.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.hostpulse.agent.probe.ProbeResult.Outcome;
import io.hostpulse.agent.probe.ProbeTarget.Iperf3Target;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Iperf3ProbeTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Iperf3Target TARGET =
            new Iperf3Target("server.example", 5201, Duration.ofSeconds(1));

    @TempDir Path directory;

    @Test
    void theThroughputThatArrivedIsTaken() throws IOException {
        String script =
                script(
                        """
                        echo "$@" > "$0.arguments"
                        cat <<'END'
                        {"start":{"version":"iperf 3.12"},"intervals":[],
                         "end":{"sum_sent":{"bits_per_second":9.5e8},
                                "sum_received":{"bits_per_second":941234567.25}}}
                        END
                        """);

        ProbeResult result = new Iperf3Probe(TARGET, script).run(TIMEOUT);

        assertThat(result.outcome()).isEqualTo(Outcome.UP);
        assertThat(result.error()).isEmpty();
        assertThat(result.bitsPerSecond()).hasValue(941_234_567.25);
        assertThat(Path.of(script + ".arguments")).hasContent("-J -c server.example -p 5201 -t 1");
    }

    /** Repeated, because the program's end and the reading of its output race. */
    @RepeatedTest(20)
    void whatTheProgramComplainsOfIsTheReason() throws IOException {
        String script =
                script(
                        """
                        echo '{"end":{},"error":"error - the server is busy running a test"}'
                        exit 1
                        """);

        ProbeResult result = new Iperf3Probe(TARGET, script).run(TIMEOUT);

        assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
        assertThat(result.error()).hasValue("error - the server is busy running a test");
        assertThat(result.bitsPerSecond()).isEmpty();
    }

    @Test
    void otherOutputIsDown() throws IOException {
        ProbeResult words = new Iperf3Probe(TARGET, script("echo hello")).run(TIMEOUT);
        ProbeResult nothing = new Iperf3Probe(TARGET, script("exit 1")).run(TIMEOUT);

        assertThat(words.error()).hasValue("iperf3 wrote something other than its JSON");
        assertThat(nothing.error()).hasValue("iperf3 told no throughput");
        assertThat(nothing.outcome()).isEqualTo(Outcome.DOWN);
    }

    @Test
    void aProgramThatHangsIsEndedAtTheTimeout() throws IOException {
        String script = script("exec sleep 60");
        long start = System.nanoTime();

        ProbeResult result = new Iperf3Probe(TARGET, script).run(Duration.ofMillis(100));

        assertThat(result.error()).hasValue("iperf3 did not end within 1.1 s");
        assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void withoutTheProgramNothingIsSaidOfTheTarget() {
        String missing = directory.resolve("missing").toString();

        ProbeResult result = new Iperf3Probe(TARGET, missing).run(TIMEOUT);

        assertThat(result.outcome()).isEqualTo(Outcome.NOT_MADE);
        assertThat(result.error().orElseThrow()).contains("install it");
        assertThat(result.bitsPerSecond()).isEmpty();
    }

    @Test
    void theRealProgramMeasuresLoopback() throws IOException, InterruptedException {
        assumeThat(isInstalled()).as("iperf3 is installed").isTrue();
        int port = freePort();
        Iperf3Target target = new Iperf3Target("127.0.0.1", port, Duration.ofSeconds(1));
        Process server =
                new ProcessBuilder("iperf3", "-s", "-p", Integer.toString(port))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            ProbeResult result =
                    Awaitility.await()
                            .atMost(Duration.ofSeconds(30))
                            .until(
                                    () -> Probe.of(target).run(TIMEOUT),
                                    found -> found.outcome() == Outcome.UP);

            assertThat(result.bitsPerSecond().getAsDouble()).isGreaterThan(1e6);
        } finally {
            server.destroyForcibly();
            server.waitFor(5, TimeUnit.SECONDS);
        }
        ProbeResult stopped = Probe.of(target).run(TIMEOUT);
        assertThat(stopped.outcome()).isEqualTo(Outcome.DOWN);
        assertThat(stopped.error().orElseThrow()).contains("Connection refused");
    }

    private String script(String body) throws IOException {
        Path script = Files.createTempFile(directory, "iperf3-", "");
        Files.writeString(script, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script.toString();
    }

    private static boolean isInstalled() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "iperf3")));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
