package io.hostpulse.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file whose modification time says until when the next sample must have been taken, and whose
 * line says of which host. A health check that looks at it need not start a JVM.
 */
record AliveFile(Path file, String hostId, Clock clock) {

    private static final Logger LOG = LoggerFactory.getLogger(AliveFile.class);
    private static final String NAME = "alive-until";

    /** How much longer than its interval a reading may take on a machine that is very busy. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    /** Names the host, since an earlier run may have had another id. */
    static AliveFile in(Path stateDirectory, String hostId) {
        AliveFile alive = new AliveFile(stateDirectory.resolve(NAME), hostId, Clock.systemUTC());
        try {
            Files.deleteIfExists(alive.file);
        } catch (IOException e) {
            LOG.debug("{} cannot be removed", alive.file, e);
        }
        return alive;
    }

    /** A sample has been taken, and the next one is due in {@code interval}. */
    void extend(Duration interval) {
        FileTime until = FileTime.from(clock.instant().plus(interval).plus(TOLERANCE));
        try {
            try {
                Files.setLastModifiedTime(file, until);
            } catch (NoSuchFileException e) {
                Files.writeString(file, hostId + "\n");
                Files.setLastModifiedTime(file, until);
            }
        } catch (IOException e) {
            // only health checks miss it
            LOG.debug("{} cannot be written", file, e);
        }
    }
}
