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

/**
 * Which jobs run in a data directory, or ran when the stack was stopped, and the state of each:
 * what it was stopped with, or after a crash its last checkpoint.
 */
public final class JobState {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path checkpoints;
    private final Path jobsNote;

    public JobState(DataDirectory data) {
        this.checkpoints = data.of("flink").resolve("checkpoints");
        this.jobsNote = data.of("flink").resolve("jobs.json");
    }

    /**
     * A job that runs, or would if its JobManager had not ended or been stopped.
     *
     * @param since when it was started
     * @param state that it was stopped with, or while it runs that it was started with: of a job
     *     that has taken no checkpoint yet there is no other
     */
    public record NotedJob(JobDescription job, Instant since, Optional<RestorePoint> state) {

        /** The same with fewer pipelines, which others have taken over. */
        private NotedJob without(Set<Pipeline> gone) {
            Set<Pipeline> left = EnumSet.copyOf(job.pipelines());
            left.removeAll(gone);
            return left.equals(job.pipelines())
                    ? this
                    : new NotedJob(job.withPipelines(left), since, state);
        }
    }

    /** The newest that a job can go on from. */
    public Optional<RestorePoint> newestOf(NotedJob noted) {
        return Stream.concat(
                        RestorePoint.newestCheckpoint(checkpoints.resolve(noted.job().id()))
                                .stream(),
                        noted.state().filter(RestorePoint::exists).stream())
                .max(Comparator.comparing(RestorePoint::taken));
    }

    /**
     * How one job starts.
     *
     * @param mayLeaveState whether there is state of pipelines that are not its own
     */
    record JobStart(Set<Pipeline> pipelines, Optional<RestorePoint> state, boolean mayLeaveState) {}

    /**
     * The job that a new one with these pipelines goes on from: of several, that whose state
     * nothing else has.
     */
    private Optional<NotedJob> predecessor(Set<Pipeline> pipelines) {
        List<NotedJob> all = noted();
        return Pipeline.BY_STATE.stream()
                .filter(pipelines::contains)
                .flatMap(each -> all.stream().filter(it -> it.job().pipelines().contains(each)))
                .findFirst();
    }

    /**
     * How jobs start that go on from what ran their pipelines before.
     *
     * @param groups of pipelines, one for each job
     */
    List<JobStart> plan(List<Set<Pipeline>> groups) {
        return groups.stream().map(group -> plan(group, predecessor(group))).toList();
    }

    private JobStart plan(Set<Pipeline> group, Optional<NotedJob> before) {
        boolean isShared =
                before.filter(noted -> !group.containsAll(noted.job().pipelines())).isPresent();
        Optional<RestorePoint> state = before.flatMap(this::newestOf);
        return new JobStart(group, isShared ? state.map(RestorePoint::unclaimed) : state, isShared);
    }

    /** The groups of pipelines that ran together, if they were these pipelines. */
    Optional<List<Set<Pipeline>>> groups(Set<Pipeline> all) {
        List<Set<Pipeline>> groups =
                noted().stream().map(noted -> noted.job().pipelines()).toList();
        Set<Pipeline> together = EnumSet.noneOf(Pipeline.class);
        groups.forEach(together::addAll);
        return Optional.of(groups).filter(each -> together.equals(all));
    }

    /** Forgets jobs, or parts of them, that run other pipelines. */
    void keepOnly(Set<Pipeline> pipelines) {
        Set<Pipeline> others = EnumSet.complementOf(EnumSet.copyOf(pipelines));
        note(
                noted().stream()
                        .filter(noted -> !others.containsAll(noted.job().pipelines()))
                        .map(noted -> noted.without(others))
                        .toList());
    }

    /** Notes the savepoint that a job was stopped with. */
    public void stoppedWith(String jobId, RestorePoint savepoint) {
        note(
                noted().stream()
                        .map(
                                noted ->
                                        noted.job().id().equals(jobId)
                                                ? new NotedJob(
                                                        noted.job(),
                                                        noted.since(),
                                                        Optional.of(savepoint))
                                                : noted)
                        .toList());
    }

    /**
     * Notes that a job runs from now on, in place of what ran its pipelines before.
     *
     * @param state that it was started with
     */
    void started(JobDescription job, Optional<RestorePoint> state) {
        List<NotedJob> jobs =
                new ArrayList<>(
                        noted().stream()
                                .filter(
                                        noted ->
                                                !job.pipelines()
                                                        .containsAll(noted.job().pipelines()))
                                .map(noted -> noted.without(job.pipelines()))
                                .toList());
        jobs.add(new NotedJob(job, Instant.now(), state));
        note(jobs);
    }

    /** Notes which jobs run from now on, and no others; what ran before is their state. */
    public void runs(List<JobDescription> jobs) {
        note(
                jobs.stream()
                        .map(
                                job ->
                                        new NotedJob(
                                                job,
                                                Instant.now(),
                                                predecessor(job.pipelines())
                                                        .flatMap(this::newestOf)))
                        .toList());
    }

    /** Notes the jobs that run. */
    public void note(List<NotedJob> jobs) {
        ArrayNode json = JSON.createArrayNode();
        for (NotedJob noted : jobs) {
            ObjectNode node = json.addObject().put("since", noted.since().toString());
            noted.state()
                    .ifPresent(
                            point ->
                                    node.putObject("state")
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

    private static NotedJob read(JsonNode node) {
        JsonNode state = node.path("state");
        return new NotedJob(
                JobDescription.read(node.required("job")),
                Instant.parse(node.required("since").textValue()),
                state.isObject()
                        ? Optional.of(
                                new RestorePoint(
                                        state.required("location").textValue(),
                                        state.required("claimMode").textValue()))
                        : Optional.empty());
    }
}
