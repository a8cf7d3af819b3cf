package io.hostpulse.stack.command;

import io.hostpulse.stack.Progress;
import io.hostpulse.stack.upgrade.RecordedSavepoints;
import io.hostpulse.stack.upgrade.SavepointRecord;
import io.hostpulse.stack.upgrade.SavepointRetention;
import java.util.List;

/** Removes old savepoints and tells of them. */
final class Pruning {

    private Pruning() {}

    static void run(
            RecordedSavepoints savepoints, SavepointRetention retention, Progress progress) {
        List<SavepointRecord> removed = savepoints.prune(retention);
        removed.forEach(
                record -> progress.note("removed old savepoint " + record.savepoint().location()));
    }
}
