package io.hostpulse.stack.view;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.StackAddresses;
import io.hostpulse.stack.client.Alertmanager;
import io.hostpulse.stack.client.Elasticsearch;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.client.PrometheusMetrics;
import io.hostpulse.stack.process.RunRecord;
import io.hostpulse.stack.process.RunRecords;
import io.hostpulse.stack.supervise.RestartRecords;
import io.hostpulse.stack.supervise.Restarts;
import io.hostpulse.stack.view.StackStatus.JobStatus;
import io.hostpulse.stack.view.StackStatus.ProcessStatus;
import io.hostpulse.wire.port.KafkaPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at a stack: its run records, its processes, and what its servers answer. */
public final class StatusProbe {

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);

    /** A few come from somebody's mistake, more of them from something that goes on. */
    private static final long MANY_DEAD_LETTERS = 10;

    /** Elasticsearch makes no more shards there at 15 % of a disk, and takes nothing at 5 %. */
    private static final double LEAST_FREE_RATIO = 0.07;

    private static final long LEAST_FREE_BYTES = 1L << 30;

    private final DataDirectory data;
    private final Clock clock;

    public StatusProbe(DataDirectory data, Clock clock) {
        this.data = data;
        this.clock = clock;
    }

    /** The processes alone, which are known at once. */
    public List<ProcessStatus> processes() {
        Map<Component, Restarts> restarts = new RestartRecords(data).all();
        return new RunRecords(data.run())
                .all().stream()
                        .map(
                                record ->
                                        describe(
                                                record,
                                                Optional.ofNullable(
                                                        restarts.get(record.component()))))
                        .toList();
    }

    /** Asks all servers at the same time, and waits for none longer than 3 s. */
    public StackStatus look() {
        List<RunRecord> records = new RunRecords(data.run()).all();
        List<String> problems = new ArrayList<>();
        if (records.isEmpty()) {
            problems.add("The stack does not run: start it with `hostpulse up`.");
        }
        records.stream()
                .filter(record -> !record.isAlive())
                .forEach(record -> problems.add(record.tellEnd()));
        checkSupervisor(records, problems);
        checkDisk(records, problems);
        try (Questions questions = new Questions(ANSWER_LIMIT, alive(records), problems)) {
            return look(records, questions, problems);
        }
    }

    private StackStatus look(List<RunRecord> records, Questions questions, List<String> problems) {
        StackAddresses addresses = StackAddresses.of(data);
        FlinkRest flink = new FlinkRest(URI.create(addresses.flink()));
        FleetSearch search =
                new FleetSearch(new Elasticsearch(URI.create(addresses.elasticsearch())), clock);
        var kafka = questions.ask(Component.KAFKA, () -> requireKafka(addresses.kafka()));
        JobProbe jobProbe = new JobProbe(flink, clock);
        var jobs = questions.ask(Component.JOBMANAGER, jobProbe::look);
        var metrics =
                questions.ask(
                        Component.TASKMANAGER,
                        () -> new JobMetrics(PrometheusMetrics.fetch(metricsAddress(records))));
        var samples = questions.ask(Component.ELASTICSEARCH, search::countSamplesOfLastMinute);
        var alerts = questions.ask(Component.ELASTICSEARCH, search::countOpenAlertsBySeverity);
        var deadLetters =
                questions.ask(Component.ELASTICSEARCH, search::countDeadLettersOfLastMinute);
        var alertmanager =
                questions.ask(
                        Component.ALERTMANAGER,
                        () -> countAlerts(addresses.alertmanager().orElseThrow()));

        kafka.await();
        Optional<List<JobStatus>> known = jobs.await();
        boolean hasAlertmanager = addresses.alertmanager().isPresent();
        known.ifPresent(found -> JobProbe.addProblems(found, hasAlertmanager, problems));
        Optional<JobMetrics> shown = metrics.await();
        shown.ifPresent(found -> found.addProblems(clock.instant(), problems));
        Optional<Long> samplesLastMinute = samples.await();
        deadLetters.await().ifPresent(count -> checkDeadLetters(count, problems));
        alertmanager.await();
        if (isAlive(records, Component.AGENT)
                && samplesLastMinute.filter(count -> count == 0).isPresent()) {
            problems.add("No sample of the last minute can be found.");
        }
        return new StackStatus(
                processes(),
                known,
                shown.map(JobMetrics::pipelines).orElse(List.of()),
                samplesLastMinute,
                alerts.await(),
                List.copyOf(problems));
    }

    private static boolean requireKafka(String address) {
        if (!new KafkaPorts(address, KafkaPorts.DEFAULT_SECURITY_PROTOCOL).isAnswered()) {
            throw new UncheckedIOException(address + " does not answer", new IOException());
        }
        return true;
    }

    private static long countAlerts(String alertmanager) {
        return new Alertmanager(URI.create(alertmanager)).countAlerts();
    }

    private static void checkDeadLetters(long count, List<String> problems) {
        if (count >= MANY_DEAD_LETTERS) {
            problems.add(
                    "%d samples or documents were refused in the last minute: hostpulse-dead-letters-* says why."
                            .formatted(count));
        }
    }

    private static URI metricsAddress(List<RunRecord> records) {
        return records.stream()
                .filter(record -> record.component() == Component.TASKMANAGER)
                .map(record -> URI.create(record.address()))
                .findFirst()
                .orElseThrow();
    }

    /** Kafka, Elasticsearch and Flink all write there, and end or refuse when it is full. */
    private void checkDisk(List<RunRecord> records, List<String> problems) {
        if (records.isEmpty()) {
            return;
        }
        try {
            FileStore disk = Files.getFileStore(data.root());
            long free = disk.getUsableSpace();
            if (free < LEAST_FREE_BYTES || free < LEAST_FREE_RATIO * disk.getTotalSpace()) {
                problems.add(
                        "The disk of %s has %s of %s left: free space, else Elasticsearch takes nothing more, and Kafka ends."
                                .formatted(
                                        data.root(),
                                        Units.bytes((double) free),
                                        Units.bytes((double) disk.getTotalSpace())));
            }
        } catch (IOException unknown) {
            // a data directory that is gone shows in other ways
        }
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

    private static Set<Component> alive(List<RunRecord> records) {
        return records.stream()
                .filter(RunRecord::isAlive)
                .map(RunRecord::component)
                .collect(Collectors.toSet());
    }

    private static boolean isAlive(List<RunRecord> records, Component component) {
        return records.stream()
                .anyMatch(record -> record.component() == component && record.isAlive());
    }
}
