package io.hostpulse.stack.ruletest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hostpulse.stack.SourceTree;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.rule.FiledDefinition;
import io.hostpulse.stack.server.JavaRuntime;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.rule.Rule;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The job's own detection on a clock that is set, as a process of its own with Flink's class path.
 * One case after the other; each begins with nothing known.
 */
public final class DetectionSimulation implements AutoCloseable {

    private static final String MAIN_CLASS = "io.hostpulse.job.simulation.SimulateSamples";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String windows;
    private final Path log;
    private final Process process;
    private final BufferedWriter cases;
    private final BufferedReader answers;

    /** What came of a case. */
    record Outcome(List<ObservedAlert> alerts, List<String> refusals) {}

    /**
     * @param windows that the job computes, as its option of that name has them
     * @throws StackException if the job is not built, or the process cannot be started
     */
    public DetectionSimulation(SourceTree tree, String windows) {
        this.windows = windows;
        List<String> command =
                List.of(
                        JavaRuntime.java(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        tree.jobJar() + ":" + JavaRuntime.classPathOf(tree.flinkLibraries()),
                        MAIN_CLASS);
        try {
            log = Files.createTempFile("hostpulse-simulation", ".log");
            process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        } catch (IOException e) {
            throw new StackException(
                    command.get(0) + " cannot be started: " + e.getMessage() + ".", e);
        }
        cases = process.outputWriter(UTF_8);
        answers = process.inputReader(UTF_8);
    }

    /**
     * @param definitions among which the test finds its rules
     * @throws StackException if the process has ended
     */
    Outcome run(RuleTest test, List<FiledDefinition> definitions) {
        try {
            cases.write(MAPPER.writeValueAsString(describe(test, definitions)));
            cases.newLine();
            cases.flush();
            return readOutcome(test);
        } catch (IOException e) {
            throw new StackException("the simulation has ended by itself: " + beginningOfLog(), e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome readOutcome(RuleTest test) throws IOException {
        List<ObservedAlert> alerts = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            JsonNode answer = MAPPER.readTree(line);
            if (answer.has("end")) {
                return new Outcome(alerts, refusals);
            } else if (answer.has("refused")) {
                refusals.add(answer.path("refused").asText());
            } else {
                alerts.add(
                        ObservedAlert.read(
                                Duration.ofMillis(
                                        answer.path("at").asLong() - test.start().toEpochMilli()),
                                answer.path("alert")));
            }
        }
        throw new IOException("no answer");
    }

    private ObjectNode describe(RuleTest test, List<FiledDefinition> definitions) {
        ObjectNode given =
                MAPPER.createObjectNode()
                        .put("windows", windows)
                        .put("start", test.start().toEpochMilli())
                        .put("end", test.start().plus(test.end()).toEpochMilli());
        ArrayNode rules = given.putArray("rules");
        definitions.stream()
                .filter(
                        filed ->
                                !(filed.definition() instanceof Rule)
                                        || test.ruleId().map(filed.id()::equals).orElse(true))
                .forEach(filed -> rules.add(filed.tree()));
        ArrayNode samples = given.putArray("samples");
        TestSamples.of(test)
                .forEach(
                        each ->
                                samples.addObject()
                                        .put("at", each.at().toEpochMilli())
                                        .put("sample", SampleCodec.encode(each.sample())));
        return given;
    }

    private String beginningOfLog() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join(
                    System.lineSeparator(), lines.subList(0, Math.min(20, lines.size())));
        } catch (IOException e) {
            return "nothing is known of why";
        }
    }
}
