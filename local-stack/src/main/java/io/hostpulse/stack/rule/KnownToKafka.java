package io.hostpulse.stack.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.stack.StackException;
import io.hostpulse.wire.rule.InvalidRuleException;
import io.hostpulse.wire.rule.RuleReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a Kafka knows of rules and of the jobs that evaluate them.
 *
 * @param entries the newest record of each id
 * @param jobs none where they may not be read
 */
public record KnownToKafka(Map<String, RuleTopic.Entry> entries, AnnouncedJobs jobs) {

    /** Where there is no Kafka to ask. */
    public static final KnownToKafka NOTHING = new KnownToKafka(Map.of(), AnnouncedJobs.NONE);

    /**
     * @param settings of Kafka's clients
     * @throws StackException if Kafka does not answer, or has no topic of rules
     */
    public static KnownToKafka read(Map<String, Object> settings) {
        return new KnownToKafka(
                new RuleTopic(settings).readEntries(), AnnouncedJobs.read(settings));
    }

    public TopicDefinitions definitions() {
        return new TopicDefinitions(RuleTopic.jsonById(entries));
    }

    /** Of the folder that each was read from, by id, where it is known. */
    public Map<String, GitCommit> commits() {
        Map<String, GitCommit> commits = new TreeMap<>();
        entries.forEach(
                (id, entry) -> {
                    if (entry.json().isPresent()) {
                        entry.commit().ifPresent(commit -> commits.put(id, commit));
                    }
                });
        return commits;
    }

    /** What does not keep the definitions of files from being applied. */
    public List<RuleFileProblem> warnings(RuleFiles files) {
        List<RuleFileProblem> warnings = new ArrayList<>(jobs.refusals(files.definitions()));
        Set<String> present = new TreeSet<>(definitions().ruleIds());
        present.addAll(files.faultyIds());
        warnings.addAll(MaintainedRules.unknown(files.definitions(), present));
        return warnings;
    }

    /**
     * Why rules do not hold as they are, by id.
     *
     * @param byJob what the job has refused
     */
    public Map<String, String> refusals(Map<String, String> byJob) {
        Map<String, String> refusals = new TreeMap<>(byJob);
        refusals.putAll(jobs.refusals(entries));
        refusals.putAll(definitions().problems());
        return refusals;
    }

    /**
     * The version of a refused rule with which the job goes on, as JSON; empty where Kafka no
     * longer has it, or there was none.
     */
    public Optional<String> inForce(String id) {
        return Optional.ofNullable(entries.get(id)).stream()
                .flatMap(entry -> entry.earlier().stream())
                .filter(this::isTaken)
                .findFirst();
    }

    private boolean isTaken(String json) {
        try {
            RuleReader.read(json.getBytes(UTF_8), jobs.windows());
            return true;
        } catch (InvalidRuleException e) {
            return false;
        }
    }
}
