package io.hostpulse.stack;

import io.hostpulse.stack.client.RestorePoint;
import io.hostpulse.stack.upgrade.Pipeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The state that the job left behind in a data directory. */
public final class JobState {

    private final Path checkpoints;
    private final Path savepointNote;
    private final Path jobsNote;

    public JobState(DataDirectory data) {
        this.checkpoints = data.of("flink").resolve("checkpoints");
        this.savepointNote = data.of("flink").resolve("last-savepoint");
        this.jobsNote = data.of("flink").resolve("jobs");
    }

    /** The newest: after an orderly stop its savepoint, after a crash the last checkpoint. */
    Optional<RestorePoint> newest() {
        return Stream.concat(
                        lastSavepoint().stream(),
                        RestorePoint.newestCheckpoint(checkpointsOfDetect()).stream())
                .max(Comparator.comparing(RestorePoint::taken));
    }

    /** Notes the savepoint that the job was stopped with. */
    public void stoppedWith(RestorePoint savepoint) {
        try {
            Files.writeString(savepointNote, savepoint.location() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + savepointNote, e);
        }
    }

    /** Notes which jobs run, and what: a line each, the job's id and its pipelines. */
    public void runs(Map<String, Set<Pipeline>> jobs) {
        try {
            Files.write(
                    jobsNote,
                    jobs.entrySet().stream()
                            .map(job -> job.getKey() + " " + Pipeline.list(job.getValue()))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + jobsNote, e);
        }
    }

    /** The pipelines that {@link #newest} may hold state of. */
    Set<Pipeline> pipelinesOfNewest() {
        return jobOfDetect().map(Map.Entry::getValue).orElse(EnumSet.allOf(Pipeline.class));
    }

    /** Where several jobs share the pipelines, the state is that which nothing else has. */
    private Path checkpointsOfDetect() {
        return jobOfDetect()
                .map(job -> checkpoints.resolve(job.getKey()))
                .filter(Files::isDirectory)
                .orElse(checkpoints);
    }

    private Optional<Map.Entry<String, Set<Pipeline>>> jobOfDetect() {
        if (!Files.exists(jobsNote)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(jobsNote)) {
            return lines.map(line -> line.split(" "))
                    .map(words -> Map.entry(words[0], Pipeline.parseList(words[1])))
                    .filter(job -> job.getValue().contains(Pipeline.DETECT))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + jobsNote, e);
        }
    }

    private Optional<RestorePoint> lastSavepoint() {
        if (!Files.exists(savepointNote)) {
            return Optional.empty();
        }
        try {
            String location = Files.readString(savepointNote).strip();
            return Optional.of(RestorePoint.savepoint(location)).filter(RestorePoint::exists);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + savepointNote, e);
        }
    }
}
