package io.hostpulse.stack.rule;

import io.hostpulse.stack.StackException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

    /** What does not keep {@code definitions} from being applied. */
    public List<RuleFileProblem> warnings(List<FiledDefinition> definitions) {
        List<RuleFileProblem> warnings = new ArrayList<>(jobs.refusals(definitions));
        warnings.addAll(MaintainedRules.unknown(definitions, definitions().ruleIds()));
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
}
