package io.hostpulse.stack.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.TopicReader;
import io.hostpulse.wire.JobAnnouncement;
import io.hostpulse.wire.Topics;
import io.hostpulse.wire.rule.ComputedWindows;
import io.hostpulse.wire.rule.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * The jobs that evaluate the rules of a Kafka, as each said when it last started. Mostly it is one.
 * Which of several are still running nobody can tell here, so a window that any of them computes is
 * one that rules may look at.
 *
 * @param jobs in the order of their group ids; empty if none is known
 */
public record AnnouncedJobs(List<JobAnnouncement> jobs) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where there is no Kafka to ask. */
    public static final AnnouncedJobs NONE = new AnnouncedJobs(List.of());

    public AnnouncedJobs {
        jobs = jobs.stream().sorted(Comparator.comparing(JobAnnouncement::groupId)).toList();
    }

    /**
     * None where the topic may not be read.
     *
     * @param settings of Kafka's clients
     * @throws StackException if Kafka does not answer
     */
    public static AnnouncedJobs read(Map<String, Object> settings) {
        try {
            return readTopic(settings);
        } catch (StackException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return NONE;
            }
            throw e;
        }
    }

    private static AnnouncedJobs readTopic(Map<String, Object> settings) {
        Map<String, Optional<JobAnnouncement>> byGroup = new TreeMap<>();
        new TopicReader(settings)
                .read(
                        Topics.JOBS,
                        Long.MAX_VALUE,
                        record ->
                                byGroup.put(
                                        String.valueOf(record.key()),
                                        Optional.ofNullable(record.value())
                                                .flatMap(JobAnnouncement::read)));
        return new AnnouncedJobs(byGroup.values().stream().flatMap(Optional::stream).toList());
    }

    /** Those that any of the jobs computes; of a job that is told nothing if none is known. */
    public ComputedWindows windows() {
        return jobs.isEmpty()
                ? ComputedWindows.ofDefaults()
                : ComputedWindows.ofSpecs(
                        String.join(
                                ",",
                                jobs.stream().flatMap(job -> job.windows().stream()).toList()));
    }

    /** What jobs will refuse of {@code definitions}, though others may take it. */
    public List<RuleFileProblem> refusals(List<FiledDefinition> definitions) {
        List<RuleFileProblem> refusals = new ArrayList<>();
        for (FiledDefinition filed : definitions) {
            for (JobAnnouncement job : jobs) {
                for (Problem problem : windowsOf(job).missing(filed.tree())) {
                    refusals.add(
                            new RuleFileProblem(
                                    filed.file(),
                                    filed.lineOf(problem.key()),
                                    new Problem(
                                            problem.key(),
                                            "the job %s, started at %s, will refuse it: %s"
                                                    .formatted(
                                                            job.groupId(),
                                                            job.started(),
                                                            problem.reason()))));
                }
            }
        }
        return refusals;
    }

    /** What no job computes of what the rules look at that a topic holds, by id. */
    public Map<String, String> refusals(Map<String, RuleTopic.Entry> entries) {
        Map<String, String> refusals = new TreeMap<>();
        if (jobs.isEmpty()) {
            return refusals;
        }
        entries.forEach(
                (id, entry) ->
                        entry.json()
                                .map(this::missing)
                                .filter(missing -> !missing.isEmpty())
                                .ifPresent(missing -> refusals.put(id, missing)));
        return refusals;
    }

    private String missing(String json) {
        try {
            return windows().missing(JSON.readTree(json)).stream()
                    .map(Problem::toString)
                    .collect(Collectors.joining("; "));
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private static ComputedWindows windowsOf(JobAnnouncement job) {
        return ComputedWindows.ofSpecs(String.join(",", job.windows()));
    }
}
