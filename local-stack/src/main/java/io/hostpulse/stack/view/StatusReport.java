package io.hostpulse.stack.view;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hostpulse.stack.supervise.Restarts;
import io.hostpulse.stack.upgrade.Pipeline;
import io.hostpulse.stack.view.StackStatus.JobStatus;
import io.hostpulse.stack.view.StackStatus.LastCheckpoint;
import io.hostpulse.stack.view.StackStatus.PipelineStatus;
import io.hostpulse.stack.view.StackStatus.ProcessStatus;
import io.hostpulse.stack.view.Terminal.Colour;
import io.hostpulse.stack.view.TextTable.Cell;
import io.hostpulse.stack.view.TextTable.Column;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells the status of a stack, to people as text and to programs as JSON. */
public final class StatusReport {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<Column> PROCESS_COLUMNS =
            List.of(
                    new Column("PROCESS", false, 0),
                    new Column("STATE", false, 0),
                    new Column("PID", true, 0),
                    new Column("MEMORY", true, 0),
                    new Column("UPTIME", true, 0),
                    new Column("ADDRESS", false, 0));

    private static final List<Column> JOB_COLUMNS =
            List.of(
                    new Column("JOB", false, 0),
                    new Column("STATE", false, 0),
                    new Column("RELEASE", false, 2),
                    new Column("RESTARTS", true, 0),
                    new Column("CHECKPOINT", true, 0),
                    new Column("SIZE", true, 1),
                    new Column("TOOK", true, 1),
                    new Column("FAILED", true, 0));

    private StatusReport() {}

    /** What is known without asking anybody. */
    public static List<String> processes(
            List<ProcessStatus> processes, int width, Terminal terminal) {
        List<String> lines = new ArrayList<>();
        if (!processes.isEmpty()) {
            lines.addAll(table(processes, width, terminal));
            lines.addAll(restarts(processes));
            lines.add("");
        }
        return lines;
    }

    /** All but the processes. */
    public static List<String> answers(StackStatus status, int width, Terminal terminal) {
        List<String> lines = new ArrayList<>();
        if (!status.processes().isEmpty()) {
            status.jobs().ifPresent(jobs -> lines.addAll(jobs(jobs, width, terminal)));
            lines.add("");
            if (!status.pipelines().isEmpty()) {
                lines.add("Behind       " + describePipelines(status.pipelines()));
            }
            status.samplesLastMinute()
                    .ifPresent(count -> lines.add("Samples      " + count + " in the last minute"));
            status.openAlerts()
                    .ifPresent(alerts -> lines.add("Open alerts  " + describeAlerts(alerts)));
            lines.add("");
        }
        if (status.isHealthy()) {
            lines.add(terminal.paint(Colour.GOOD, "Healthy"));
        }
        status.problems().forEach(problem -> lines.add(terminal.paint(Colour.BAD, problem)));
        return lines;
    }

    /**
     * An object with {@code healthy}, {@code problems}, {@code processes}, {@code pipelines}, and
     * as far as they are known {@code jobs}, {@code samplesLastMinute} and {@code openAlerts}.
     */
    public static String json(StackStatus status) {
        ObjectNode root = JSON.createObjectNode().put("healthy", status.isHealthy());
        status.problems().forEach(root.putArray("problems")::add);
        ArrayNode processes = root.putArray("processes");
        status.processes().forEach(process -> putProcess(processes.addObject(), process));
        status.jobs()
                .ifPresent(
                        jobs -> {
                            ArrayNode nodes = root.putArray("jobs");
                            jobs.forEach(job -> putJob(nodes.addObject(), job));
                        });
        ArrayNode pipelines = root.putArray("pipelines");
        for (PipelineStatus each : status.pipelines()) {
            pipelines
                    .addObject()
                    .put("pipeline", each.pipeline().label())
                    .put("recordsBehind", each.recordsBehind())
                    .put("millisBehind", each.timeBehind().toMillis());
        }
        status.samplesLastMinute().ifPresent(count -> root.put("samplesLastMinute", count));
        status.openAlerts().ifPresent(alerts -> alerts.forEach(root.putObject("openAlerts")::put));
        return root.toPrettyString();
    }

    private static List<String> table(List<ProcessStatus> processes, int width, Terminal terminal) {
        TextTable table = new TextTable(PROCESS_COLUMNS);
        for (ProcessStatus process : processes) {
            table.add(
                    List.of(
                            Cell.of(process.component().title()),
                            process.isAlive()
                                    ? Cell.of("running", Colour.GOOD)
                                    : Cell.of("ended", Colour.BAD),
                            Cell.of(Long.toString(process.pid())),
                            Cell.of(
                                    process.isAlive()
                                            ? Units.bytes((double) process.residentBytes())
                                            : "-"),
                            Cell.of(process.isAlive() ? Units.time(process.uptime()) : "-"),
                            Cell.of(process.address())));
        }
        return table.lines(width, terminal);
    }

    private static List<String> restarts(List<ProcessStatus> processes) {
        List<String> lines = new ArrayList<>();
        for (ProcessStatus process : processes) {
            process.restarts()
                    .map(restarts -> process.component().title() + " was " + describe(restarts))
                    .ifPresent(lines::add);
        }
        if (!lines.isEmpty()) {
            lines.add(0, "");
        }
        return lines;
    }

    private static String describe(Restarts restarts) {
        return "restarted %s, last at %s since: %s"
                .formatted(
                        restarts.count() == 1 ? "once" : restarts.count() + " times",
                        restarts.last().truncatedTo(ChronoUnit.SECONDS),
                        restarts.cause());
    }

    private static List<String> jobs(List<JobStatus> jobs, int width, Terminal terminal) {
        TextTable table = new TextTable(JOB_COLUMNS);
        for (JobStatus job : jobs) {
            table.add(
                    List.of(
                            Cell.of(Pipeline.list(job.pipelines())),
                            Cell.of(job.state()),
                            Cell.of(job.release()),
                            Cell.of(Integer.toString(job.restarts())),
                            Cell.of(
                                    job.lastCheckpoint()
                                            .map(last -> Units.time(last.age()) + " ago")
                                            .orElse("none yet")),
                            Cell.of(
                                    job.lastCheckpoint()
                                            .map(last -> Units.bytes((double) last.sizeBytes()))
                                            .orElse("-")),
                            Cell.of(
                                    job.lastCheckpoint()
                                            .map(last -> last.duration().toMillis() + " ms")
                                            .orElse("-")),
                            Cell.of(Integer.toString(job.failedCheckpoints()))));
        }
        return table.lines(width, terminal);
    }

    private static String describePipelines(List<PipelineStatus> pipelines) {
        return pipelines.stream()
                .map(
                        each ->
                                "%s %,d %s, %s"
                                        .formatted(
                                                each.pipeline().label(),
                                                each.recordsBehind(),
                                                each.pipeline() == Pipeline.NOTIFY
                                                        ? "alerts"
                                                        : "samples",
                                                Units.time(each.timeBehind())))
                .collect(Collectors.joining("; "));
    }

    private static String describeAlerts(Map<String, Long> alerts) {
        return alerts.isEmpty()
                ? "none"
                : alerts.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining(", "));
    }

    private static void putProcess(ObjectNode node, ProcessStatus process) {
        node.put("component", process.component().id())
                .put("alive", process.isAlive())
                .put("pid", process.pid())
                .put("residentBytes", process.residentBytes())
                .put("uptimeSeconds", process.uptime().toSeconds())
                .put("address", process.address())
                .put("log", process.log());
        process.restarts()
                .ifPresent(
                        restarts ->
                                node.putObject("restarts")
                                        .put("count", restarts.count())
                                        .put("last", restarts.last().toString())
                                        .put("cause", restarts.cause()));
    }

    private static void putJob(ObjectNode node, JobStatus job) {
        job.pipelines().stream()
                .sorted()
                .map(Pipeline::label)
                .forEach(node.putArray("pipelines")::add);
        node.put("id", job.id())
                .put("state", job.state())
                .put("tasks", job.tasks())
                .put("runningTasks", job.runningTasks())
                .put("release", job.release())
                .put("restarts", job.restarts())
                .put("failedCheckpoints", job.failedCheckpoints());
        job.lastCheckpoint().ifPresent(last -> putCheckpoint(node, last));
    }

    private static void putCheckpoint(ObjectNode node, LastCheckpoint last) {
        node.putObject("lastCheckpoint")
                .put("ageSeconds", last.age().toSeconds())
                .put("sizeBytes", last.sizeBytes())
                .put("durationMillis", last.duration().toMillis());
    }
}
