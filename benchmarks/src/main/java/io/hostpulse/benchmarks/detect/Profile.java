package io.hostpulse.benchmarks.detect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * What threads that ran Java code were doing, as far as Flight Recorder saw it. A stack counts for
 * the part that its innermost telling frame belongs to.
 *
 * @param stacks how many were taken
 * @param parts how many of them belong to each part
 * @param ownMethods how many had each method of the job as the innermost of the job's
 * @param methods how many had each method innermost
 */
public record Profile(
        int stacks,
        Map<String, Integer> parts,
        Map<String, Integer> ownMethods,
        Map<String, Integer> methods) {

    private static final String OWN = "io.hostpulse.job.";
    private static final String PRODUCER = "org.apache.kafka.clients.producer.";
    private static final String PRODUCING = "writing to Kafka";
    private static final String REST = "the rest";

    private record Part(String name, Pattern frames) {

        static Part of(String name, String frames) {
            return new Part(name, Pattern.compile(frames));
        }
    }

    private static final List<Part> PARTS =
            List.of(
                    Part.of("JSON documents", "io\\.hostpulse\\.job\\.document\\..*"),
                    Part.of("windows", "io\\.hostpulse\\.job\\.window\\..*"),
                    Part.of(
                            "decoding",
                            "io\\.hostpulse\\.job\\.ingest\\.(Decode|Plain|ProtobufIn|GroupT|SampleFl|SampleRe|HostMet|DeviceMet).*"
                                    + "|io\\.hostpulse\\.wire\\.(SampleCodec|MetricGroup).*"),
                    Part.of(
                            "duplicates and liveness",
                            "io\\.hostpulse\\.job\\.(ingest\\.(DropD|SequenceR)|liveness\\.).*"),
                    Part.of("rules", "io\\.hostpulse\\.job\\.rule\\..*"),
                    Part.of(
                            "patterns and alerts",
                            "io\\.hostpulse\\.job\\.(pattern|alert)\\..*"
                                    + "|org\\.apache\\.flink\\.cep\\..*"),
                    Part.of(
                            "between tasks: serialization and buffers",
                            "org\\.apache\\.flink\\.(runtime\\.io\\.network"
                                    + "|runtime\\.plugable"
                                    + "|streaming\\.runtime\\.io"
                                    + "|streaming\\.runtime\\.streamrecord)\\..*"),
                    Part.of(
                            "sending to Elasticsearch",
                            "io\\.hostpulse\\.job\\.index\\..*"
                                    + "|org\\.(apache\\.http|elasticsearch)\\..*"),
                    Part.of(
                            "reading Kafka",
                            "org\\.apache\\.(kafka|flink\\.connector)\\..*|com\\.github\\.luben\\..*"));

    /**
     * Makes the JVM throw its compiled code away now, as it does at the first recording only (it
     * redefines classes for it), and not in the midst of what is measured.
     */
    public static void prepare() throws Exception {
        of(() -> null);
    }

    /** Records while something runs. */
    public static Profile of(Callable<?> work) throws Exception {
        Path file = Files.createTempFile("profile", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
            recording.start();
            work.call();
            recording.stop();
            recording.dump(file);
            return read(file);
        } finally {
            Files.delete(file);
        }
    }

    private static Profile read(Path file) throws IOException {
        int stacks = 0;
        Map<String, Integer> parts = new HashMap<>();
        Map<String, Integer> ownMethods = new HashMap<>();
        Map<String, Integer> methods = new HashMap<>();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                if (event.getStackTrace() == null) {
                    continue;
                }
                List<String> frames = new ArrayList<>();
                for (RecordedFrame frame : event.getStackTrace().getFrames()) {
                    frames.add(
                            frame.getMethod().getType().getName()
                                    + "."
                                    + frame.getMethod().getName());
                }
                stacks++;
                parts.merge(partOf(frames), 1, Integer::sum);
                frames.stream()
                        .filter(frame -> frame.startsWith(OWN))
                        .findFirst()
                        .ifPresent(frame -> ownMethods.merge(frame, 1, Integer::sum));
                methods.merge(frames.get(0), 1, Integer::sum);
            }
        }
        return new Profile(stacks, parts, ownMethods, methods);
    }

    private static String partOf(List<String> frames) {
        if (frames.stream().anyMatch(frame -> frame.startsWith(PRODUCER))) {
            return PRODUCING;
        }
        for (String frame : frames) {
            for (Part part : PARTS) {
                if (part.frames().matcher(frame).matches()) {
                    return part.name();
                }
            }
        }
        return REST;
    }

    /**
     * Lines of the most frequent first.
     *
     * @param micros what all of it took per sample; so each line says its share of that
     */
    public static List<String> lines(
            Map<String, Integer> counts, int stacks, double micros, int most) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(most)
                .map(
                        each ->
                                "%8.1f  %s"
                                        .formatted(
                                                micros * each.getValue() / stacks, each.getKey()))
                .toList();
    }
}
