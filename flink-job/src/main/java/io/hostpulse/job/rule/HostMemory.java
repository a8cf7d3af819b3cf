package io.hostpulse.job.rule;

import io.hostpulse.job.model.Baseline;
import io.hostpulse.job.model.EvaluatedHost;
import io.hostpulse.job.model.ObservedConditions;

/**
 * What rules remember of the current host, as one of its readings finds and leaves it. Of a host
 * where nothing is wrong, and of which a sample is like the one before, only baselines are read.
 */
final class HostMemory {

    private final HostProgress progress;
    private final Entries<Baseline> baselines;
    private final Entries<ObservedConditions> observed;
    private long alikeness;

    HostMemory(
            EvaluatedHost host,
            Entries<RuleProgress> progress,
            Entries<Baseline> baselines,
            Entries<ObservedConditions> observed) {
        this.progress = new HostProgress(progress, host.inProgress());
        this.baselines = baselines;
        this.observed = observed;
        alikeness = host.alikeness();
    }

    HostProgress progress() {
        return progress;
    }

    Entries<Baseline> baselines() {
        return baselines;
    }

    Entries<ObservedConditions> observed() {
        return observed;
    }

    /** Of the newest live sample, {@link Alikeness#NONE} if none is like it. */
    long alikeness() {
        return alikeness;
    }

    void setAlikeness(long alikeness) {
        this.alikeness = alikeness;
    }

    /** What is seen of the rule's conditions from now on is seen for the first time. */
    void forgetObserved(String ruleId) throws Exception {
        for (String key : observed.all().keySet()) {
            if (PreparedRule.ruleOf(key).equals(ruleId)) {
                observed.remove(key);
            }
        }
        alikeness = Alikeness.NONE;
    }

    void clear() throws Exception {
        progress.clear();
        baselines.clear();
        observed.clear();
    }

    /** The host, as it is left. */
    EvaluatedHost leave(EvaluatedHost host) {
        return host.evaluated(progress.mayBeAny(), alikeness);
    }
}
