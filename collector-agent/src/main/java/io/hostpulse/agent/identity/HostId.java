package io.hostpulse.agent.identity;

import io.hostpulse.wire.SampleCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** Finds the id that a host keeps over renames and restarts. */
public final class HostId {

    /** systemd writes this before the first boot is complete; see machine-id(5). */
    private static final String UNINITIALIZED = "uninitialized";

    private static final String FILE_NAME = "host-id";

    private HostId() {}

    /**
     * The operating system's machine id; where there is none, the id kept in {@code
     * stateDirectory}, which is made up at the first start.
     *
     * @param machineId file of machine-id(5)
     * @throws IOException if there is no machine id and the made-up one cannot be kept
     */
    public static String find(Path machineId, Path stateDirectory) throws IOException {
        Optional<String> id = read(machineId).filter(value -> !value.equals(UNINITIALIZED));
        return id.isPresent() ? id.get() : keptIn(stateDirectory);
    }

    private static String keptIn(Path stateDirectory) throws IOException {
        Path file = stateDirectory.resolve(FILE_NAME);
        try {
            Optional<String> kept = read(file);
            if (kept.isPresent()) {
                return kept.get();
            }
            String generated = UUID.randomUUID().toString();
            Files.createDirectories(stateDirectory);
            Files.writeString(file, generated + "\n");
            return generated;
        } catch (IOException e) {
            throw new IOException(
                    "this host has no machine id, and a made-up one cannot be kept in "
                            + file
                            + " ("
                            + e
                            + "): give --host-id, or a directory that can be written to with"
                            + " --state-dir",
                    e);
        }
    }

    private static Optional<String> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file).strip())
                    .filter(id -> !id.isEmpty() && id.length() <= SampleCodec.MAX_HOST_ID_LENGTH);
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }
}
