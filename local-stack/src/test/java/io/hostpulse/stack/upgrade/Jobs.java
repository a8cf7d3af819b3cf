package io.hostpulse.stack.upgrade;

import io.hostpulse.stack.client.RestorePoint;
import io.hostpulse.stack.upgrade.SavepointRecord.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Jobs and their savepoints as the tests of this package need them. */
final class Jobs {

    private Jobs() {}

    static JobDescription job(String id, String pipelines, String... arguments) {
        return new JobDescription(
                id,
                Pipeline.parseList(pipelines),
                "0.1.0",
                "abc1234",
                "f00d",
                Optional.of(List.of(arguments)),
                2,
                List.of("monitor-hosts"));
    }

    static SavepointRecord savepoint(String name, Reason reason, String operation, Instant time) {
        return new SavepointRecord(
                time,
                RestorePoint.savepoint("s3://bucket/" + name),
                reason,
                operation,
                1024,
                job("1", "detect,index", "--windows", "1m"),
                false);
    }
}
