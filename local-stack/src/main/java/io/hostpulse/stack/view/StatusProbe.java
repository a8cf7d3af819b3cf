package io.hostpulse.stack.view;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.StackAddresses;
import io.hostpulse.stack.client.Alertmanager;
import io.hostpulse.stack.client.CheckpointSummary;
import io.hostpulse.stack.client.Elasticsearch;
import io.hostpulse.stack.client.FlinkJob;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.client.HttpStatusException;
import io.hostpulse.stack.process.RunRecord;
import io.hostpulse.stack.process.RunRecords;
import io.hostpulse.stack.supervise.RestartRecords;
import io.hostpulse.stack.supervise.Restarts;
import io.hostpulse.stack.upgrade.JobDescription;
import io.hostpulse.stack.upgrade.Pipeline;
import io.hostpulse.stack.view.StackStatus.JobStatus;
import io.hostpulse.stack.view.StackStatus.LastCheckpoint;
import io.hostpulse.stack.view.StackStatus.ProcessStatus;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks at a stack: its run records, its processes, and what its servers answer. */
public final class StatusProbe {

    /** Twice what a checkpoint that is stuck is given before Flink gives it up by default. */
    private static final Duration CHECKPOINT_TOO_OLD = Duration.ofMinutes(20);

    private final DataDirectory data;
    private final Clock clock;

    public StatusProbe(DataDirectory data, Clock clock) {
        this.data = data;
        this.clock = clock;
    }

    public StackStatus look() {
        List<RunRecord> records = new RunRecords(data.run()).all();
        StackAddresses addresses = StackAddresses.of(data);
        List<String> problems = new ArrayList<>();
        if (records.isEmpty()) {
            problems.add("The stack does not run: start it with `hostpulse up`.");
        }
        Map<Component, Restarts> restarts = new RestartRecords(data).all();
        List<ProcessStatus> processes =
                records.stream()
                        .map(
                                record ->
                                        describe(
                                                record,
                                                Optional.ofNullable(
                                                        restarts.get(record.component()))))
                        .toList();
        records.stream()
                .filter(record -> !record.isAlive())
                .forEach(record -> problems.add(record.tellEnd()));
        checkSupervisor(records, problems);
        Optional<JobStatus> job = Optional.empty();
        if (isAlive(records, Component.JOBMANAGER)) {
            FlinkRest flink = new FlinkRest(URI.create(addresses.flink()));
            job = ask("Flink", problems, () -> describeJob(flink)).flatMap(found -> found);
            checkJob(job, problems);
            if (job.isPresent()) {
                checkPipelines(flink, addresses.alertmanager().isPresent(), problems);
            }
        }
        Optional<Long> samples = Optional.empty();
        Optional<Map<String, Long>> alerts = Optional.empty();
        if (isAlive(records, Component.ELASTICSEARCH)) {
            FleetSearch search =
                    new FleetSearch(
                            new Elasticsearch(URI.create(addresses.elasticsearch())), clock);
            samples = ask("Elasticsearch", problems, search::countSamplesOfLastMinute);
            alerts = ask("Elasticsearch", problems, search::countOpenAlertsBySeverity);
        }
        if (isAlive(records, Component.ALERTMANAGER)) {
            addresses
                    .alertmanager()
                    .map(URI::create)
                    .map(Alertmanager::new)
                    .ifPresent(server -> ask("Alertmanager", problems, server::countAlerts));
        }
        if (isAlive(records, Component.AGENT) && samples.filter(count -> count == 0).isPresent()) {
            problems.add("No sample of the last minute can be found.");
        }
        return new StackStatus(processes, job, samples, alerts, List.copyOf(problems));
    }

    private static void checkSupervisor(List<RunRecord> records, List<String> problems) {
        boolean isComplete = records.stream().allMatch(RunRecord::isAlive);
        if (!isComplete) {
            problems.add(
                    isAlive(records, Component.SUPERVISOR)
                            ? "The supervisor starts again what has ended: `hostpulse logs supervisor`."
                            : "No supervisor starts again what has ended: `hostpulse up` does.");
        }
    }

    private ProcessStatus describe(RunRecord record, Optional<Restarts> restarts) {
        return new ProcessStatus(
                record.component(),
                record.isAlive(),
                record.process().pid(),
                record.isAlive() ? record.process().residentBytes() : 0,
                Duration.between(record.started(), clock.instant()),
                record.address(),
                record.tellingLog().toString(),
                restarts);
    }

    private static boolean isAlive(List<RunRecord> records, Component component) {
        return records.stream()
                .anyMatch(record -> record.component() == component && record.isAlive());
    }

    private Optional<JobStatus> describeJob(FlinkRest flink) {
        Optional<FlinkJob> job = flink.activeJob().or(() -> flink.jobs().stream().findFirst());
        return job.map(
                it -> {
                    CheckpointSummary checkpoints = flink.checkpoints(it.id());
                    return new JobStatus(
                            it.id(),
                            it.name(),
                            it.state(),
                            JobDescription.of(flink, it.id()).release(),
                            flink.restarts(it.id()),
                            checkpoints.failed(),
                            checkpoints.last().map(this::describe));
                });
    }

    private LastCheckpoint describe(CheckpointSummary.Completed checkpoint) {
        return new LastCheckpoint(
                age(checkpoint.time()), checkpoint.sizeBytes(), checkpoint.duration());
    }

    private Duration age(Instant time) {
        return Duration.between(time, clock.instant());
    }

    private static void checkJob(Optional<JobStatus> job, List<String> problems) {
        if (job.isEmpty()) {
            problems.add("Flink runs no job.");
            return;
        }
        if (!job.get().state().equals("RUNNING")) {
            problems.add("The job is " + job.get().state() + ", not RUNNING.");
        }
        job.get()
                .lastCheckpoint()
                .filter(last -> last.age().compareTo(CHECKPOINT_TOO_OLD) > 0)
                .ifPresent(
                        last ->
                                problems.add(
                                        "The last checkpoint is %d minutes old."
                                                .formatted(last.age().toMinutes())));
    }

    private static void checkPipelines(
            FlinkRest flink, boolean hasAlertmanager, List<String> problems) {
        ask("Flink", problems, () -> JobDescription.active(flink))
                // of none at all it is said already
                .filter(jobs -> !jobs.isEmpty())
                .map(jobs -> Pipeline.findMissing(jobs, hasAlertmanager))
                .filter(missing -> !missing.isEmpty())
                .ifPresent(
                        missing ->
                                problems.add(
                                        "No job runs %s: `hostpulse up` starts it again if it ran before, else `hostpulse down` and then `up` do."
                                                .formatted(Pipeline.list(missing))));
    }

    private static <T> Optional<T> ask(String server, List<String> problems, Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (UncheckedIOException | HttpStatusException e) {
            String problem = server + " runs, but " + e.getMessage();
            if (!problems.contains(problem)) {
                problems.add(problem);
            }
            return Optional.empty();
        }
    }
}
