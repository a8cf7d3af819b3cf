package io.hostpulse.job.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hostpulse.job.document.AlertDocument;
import io.hostpulse.job.ingest.Arrival;
import io.hostpulse.job.ingest.SampleReader;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.pipeline.DetectConfig;
import io.hostpulse.job.window.PublishedWindows;
import io.hostpulse.job.window.WindowSpec;
import io.hostpulse.wire.LeftOut;
import io.hostpulse.wire.MalformedSampleException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;

/**
 * Says what alerts become of samples. Each line of the standard input is a case, which has nothing
 * to do with the others:
 *
 * <pre>
 * {"windows": "1m,30s/10s", "start": 0, "end": 60000,
 *  "rules": [{"id": ...}], "samples": [{"at": 0, "sample": "(Base64)"}]}
 * </pre>
 *
 * <p>Times are in milliseconds since 1970, samples in the order in which they arrive. The answer is
 * a line for each transition, {@code {"at": 10000, "alert": (its document)}}, one for each thing
 * that was refused, {@code {"refused": "(why)"}}, and {@code {"end": 60000}}.
 */
public final class SimulateSamples {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final PrintStream out;

    private SimulateSamples(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        SimulateSamples simulation = new SimulateSamples(new PrintStream(System.out, false, UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            simulation.run(MAPPER.readTree(line));
        }
    }

    private void run(JsonNode given) throws Exception {
        long endMillis = given.path("end").asLong();
        SimulatedDetection detection =
                new SimulatedDetection(
                        config(given.path("windows").asText()),
                        given.path("start").asLong(),
                        this::tell,
                        letter -> refuse(letter.message()));
        for (JsonNode rule : given.path("rules")) {
            detection.define(rule.path("id").asText(), MAPPER.writeValueAsBytes(rule));
        }
        SampleReader reader = new SampleReader(DetectConfig.sampleClock());
        for (JsonNode each : given.path("samples")) {
            long arrivalMillis = each.path("at").asLong();
            detection.advanceTo(arrivalMillis);
            LeftOut leftOut = new LeftOut();
            try {
                detection.take(
                        reader.read(
                                each.path("sample").binaryValue(),
                                Arrival.at(arrivalMillis),
                                leftOut));
                if (!leftOut.isEmpty()) {
                    refuse("of a sample is left out: " + leftOut.first());
                }
            } catch (MalformedSampleException e) {
                refuse("a sample: " + e.getMessage());
            }
        }
        // and with what is due then
        detection.advanceTo(endMillis + 1);
        print(MAPPER.createObjectNode().put("end", endMillis));
        out.flush();
    }

    /** As the job is configured, but for windows; none is published. */
    private static DetectConfig config(String windows) {
        return DetectConfig.of(
                Arrays.stream(windows.split(",")).map(WindowSpec::parse).toList(),
                new PublishedWindows(Duration.ofMillis(Long.MAX_VALUE)),
                Duration.ofMinutes(1),
                Duration.ofSeconds(1));
    }

    private void tell(long nowMillis, AlertTransition alert) {
        try {
            ObjectNode line = MAPPER.createObjectNode().put("at", nowMillis);
            line.set("alert", MAPPER.readTree(AlertDocument.of(alert).json()));
            print(line);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void refuse(String reason) {
        print(MAPPER.createObjectNode().put("refused", reason));
    }

    private void print(ObjectNode line) {
        out.println(line);
    }
}
