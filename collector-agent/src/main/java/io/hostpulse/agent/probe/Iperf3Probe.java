package io.hostpulse.agent.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.agent.json.JsonValues;
import io.hostpulse.agent.probe.ProbeResult.Outcome;
import io.hostpulse.agent.probe.ProbeTarget.Iperf3Target;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs iperf3 against a server and takes the throughput that arrived from its JSON output. */
final class Iperf3Probe implements Probe {

    static final String PROGRAM = "iperf3";

    private static final String RECEIVED = "/end/sum_received/bits_per_second";
    private static final String ERROR = "/error";

    /** A minute's output is some 40 KB. */
    private static final int MAX_OUTPUT_BYTES = 1 << 20;

    private final Iperf3Target target;
    private final String program;

    Iperf3Probe(Iperf3Target target, String program) {
        this.target = target;
        this.program = program;
    }

    /**
     * @param timeout time that may pass beyond the length of the measurement
     */
    @Override
    public ProbeResult run(Duration timeout) {
        ProbeResult result = ProbeResult.up(target);
        Process process;
        try {
            process = start();
        } catch (IOException e) {
            return result.failed(
                    Outcome.NOT_MADE,
                    "the program iperf3 cannot be run; install it or leave this target out");
        }
        Duration limit = target.length().plus(timeout);
        CompletableFuture<Boolean> endedInTime =
                process.onExit()
                        .thenApply(ended -> true)
                        .completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS);
        // Destroying closes the output too, so a program that ended must be left to be read.
        endedInTime.thenAccept(
                inTime -> {
                    if (!inTime) {
                        process.destroyForcibly();
                    }
                });
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readNBytes(MAX_OUTPUT_BYTES), UTF_8);
            return endedInTime.join() ? parse(result, text) : tooLate(result, limit);
        } catch (IOException e) {
            return endedInTime.getNow(true)
                    ? result.failed(Outcome.DOWN, "the output of iperf3 cannot be read: " + e)
                    : tooLate(result, limit);
        } finally {
            process.destroyForcibly();
        }
    }

    private static ProbeResult tooLate(ProbeResult result, Duration limit) {
        return result.failed(Outcome.DOWN, "iperf3 did not end within " + seconds(limit));
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        program,
                        "-J",
                        "-c",
                        target.host(),
                        "-p",
                        Integer.toString(target.port()),
                        "-t",
                        Long.toString(target.length().toSeconds()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String seconds(Duration time) {
        return time.toMillis() / 1000.0 + " s";
    }

    private static ProbeResult parse(ProbeResult result, String text) {
        try {
            Map<String, String> values = JsonValues.pick(text, Set.of(RECEIVED, ERROR));
            if (values.containsKey(ERROR)) {
                return result.failed(Outcome.DOWN, values.get(ERROR));
            }
            if (values.containsKey(RECEIVED)) {
                return result.withBitsPerSecond(Double.parseDouble(values.get(RECEIVED)));
            }
        } catch (IOException | NumberFormatException e) {
            return result.failed(Outcome.DOWN, "iperf3 wrote something other than its JSON");
        }
        return result.failed(Outcome.DOWN, "iperf3 told no throughput");
    }
}
