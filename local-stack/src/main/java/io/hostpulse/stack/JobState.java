package io.hostpulse.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hostpulse.stack.client.RestorePoint;
import io.hostpulse.stack.upgrade.JobDescription;
import io.hostpulse.stack.upgrade.Pipeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which jobs ran in a data directory, and the state that they left behind. */
public final class JobState {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path checkpoints;
    private final Path savepointNote;
    private final Path jobsNote;

    public JobState(DataDirectory data) {
        this.checkpoints = data.of("flink").resolve("checkpoints");
        this.savepointNote = data.of("flink").resolve("last-savepoint");
        this.jobsNote = data.of("flink").resolve("jobs.json");
    }

    /**
     * A job that runs, or would if its JobManager had not ended.
     *
     * @param since when it was started
     * @param restored the state that it was started with, as long as it has no newer one
     */
    public record NotedJob(JobDescription job, Instant since, Optional<RestorePoint> restored) {}

    /** The newest: after an orderly stop its savepoint, after a crash the last checkpoint. */
    Optional<RestorePoint> newest() {
        return Stream.concat(lastSavepoint().stream(), newestCheckpoint().stream())
                .max(Comparator.comparing(RestorePoint::taken));
    }

    /** The newest that a noted job can go on from. */
    public Optional<RestorePoint> newestOf(NotedJob job) {
        if (job.job().pipelines().contains(Pipeline.DETECT)) {
            return newest();
        }
        return newestCheckpointOf(job);
    }

    /** Notes the savepoint that the job was stopped with. */
    public void stoppedWith(RestorePoint savepoint) {
        try {
            Files.writeString(savepointNote, savepoint.location() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + savepointNote, e);
        }
    }

    /** Notes which jobs run from now on, and no others. */
    public void runs(List<JobDescription> jobs) {
        note(jobs.stream().map(job -> new NotedJob(job, Instant.now(), Optional.empty())).toList());
    }

    /** Notes the jobs that run. */
    public void note(List<NotedJob> jobs) {
        ArrayNode json = JSON.createArrayNode();
        for (NotedJob noted : jobs) {
            ObjectNode node = json.addObject().put("since", noted.since().toString());
            noted.restored()
                    .ifPresent(
                            point ->
                                    node.putObject("restored")
                                            .put("location", point.location())
                                            .put("claimMode", point.claimMode()));
            node.set("job", noted.job().json());
        }
        Path draft = jobsNote.resolveSibling(jobsNote.getFileName() + ".tmp");
        try {
            Files.writeString(draft, json.toPrettyString() + "\n");
            Files.move(draft, jobsNote, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + jobsNote, e);
        }
    }

    /** The jobs that were noted last. */
    public List<NotedJob> noted() {
        if (!Files.exists(jobsNote)) {
            return List.of();
        }
        try {
            List<NotedJob> jobs = new ArrayList<>();
            for (JsonNode node : JSON.readTree(Files.readString(jobsNote))) {
                jobs.add(read(node));
            }
            return jobs;
        } catch (IOException | RuntimeException e) {
            throw new StackException(
                    "%s cannot be read (%s): remove it, the job then starts with the newest state."
                            .formatted(jobsNote, e.getMessage()),
                    e);
        }
    }

    /** The pipelines that {@link #newest} may hold state of. */
    Set<Pipeline> pipelinesOfNewest() {
        return jobOfDetect()
                .map(noted -> noted.job().pipelines())
                .orElse(EnumSet.allOf(Pipeline.class));
    }

    /**
     * Where several jobs share the pipelines, the state is that which nothing else has. A job that
     * ended before its first checkpoint leaves the one that it was started with.
     */
    private Optional<RestorePoint> newestCheckpoint() {
        return jobOfDetect()
                .flatMap(this::newestCheckpointOf)
                .or(() -> RestorePoint.newestCheckpoint(checkpoints));
    }

    private Optional<RestorePoint> newestCheckpointOf(NotedJob noted) {
        return RestorePoint.newestCheckpoint(checkpoints.resolve(noted.job().id()))
                .or(() -> noted.restored().filter(RestorePoint::exists));
    }

    private Optional<NotedJob> jobOfDetect() {
        return noted().stream()
                .filter(noted -> noted.job().pipelines().contains(Pipeline.DETECT))
                .findFirst();
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

    private static NotedJob read(JsonNode node) {
        JsonNode restored = node.path("restored");
        return new NotedJob(
                JobDescription.read(node.required("job")),
                Instant.parse(node.required("since").textValue()),
                restored.isObject()
                        ? Optional.of(
                                new RestorePoint(
                                        restored.required("location").textValue(),
                                        restored.required("claimMode").textValue()))
                        : Optional.empty());
    }
}
