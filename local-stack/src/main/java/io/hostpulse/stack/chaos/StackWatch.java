package io.hostpulse.stack.chaos;

import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.StackAddresses;
import io.hostpulse.stack.client.FlinkJob;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.client.HttpStatusException;
import io.hostpulse.stack.process.RunRecord;
import io.hostpulse.stack.process.RunRecords;
import io.hostpulse.stack.server.Readiness;
import io.hostpulse.stack.supervise.Supervisor;
import io.hostpulse.stack.upgrade.JobDescription;
import io.hostpulse.stack.upgrade.Pipeline;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Whether all of a stack is there and works. */
final class StackWatch {

    private final DataDirectory data;
    private final Set<Pipeline> pipelines;

    /**
     * @param pipelines that have to run
     */
    StackWatch(DataDirectory data, Set<Pipeline> pipelines) {
        this.data = data;
        this.pipelines = EnumSet.copyOf(pipelines);
    }

    /** The first thing that is not as it should be. */
    Optional<String> findTrouble() {
        FlinkRest flink = new FlinkRest(URI.create(StackAddresses.of(data).flink()));
        for (RunRecord record : new RunRecords(data.run()).supervised()) {
            if (!record.isAlive()) {
                return Optional.of(record.component().title() + " does not run");
            }
            if (!Readiness.of(record, flink).check().getAsBoolean()) {
                return Optional.of(record.component().title() + " does not answer");
            }
        }
        if (Supervisor.running(data).isEmpty()) {
            return Optional.of("the supervisor does not run");
        }
        try {
            return findTroubleOfJobs(flink);
        } catch (UncheckedIOException | HttpStatusException e) {
            return Optional.of("Flink does not say which jobs run");
        }
    }

    private Optional<String> findTroubleOfJobs(FlinkRest flink) {
        Set<Pipeline> missing = EnumSet.copyOf(pipelines);
        for (JobDescription job : JobDescription.active(flink)) {
            if (flink.findJob(job.id()).filter(FlinkJob::isFullyRunning).isPresent()) {
                missing.removeAll(job.pipelines());
            }
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("no job runs " + Pipeline.list(missing));
    }
}
