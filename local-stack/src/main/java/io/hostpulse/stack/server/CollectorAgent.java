package io.hostpulse.stack.server;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.StackConfig;
import io.hostpulse.stack.process.StackProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The collector agent of this host. */
public final class CollectorAgent extends RunningServer {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    /** Whose modification time is the agent's business; its line is the host's id. */
    private static final String ALIVE_FILE = "alive-until";

    private CollectorAgent(StackProcess process) {
        super(process, STOP_LIMIT);
    }

    /**
     * Starts it; it connects by itself.
     *
     * @param interval between two samples
     */
    public static CollectorAgent start(StackConfig config, Duration interval) {
        return new CollectorAgent(
                StackProcess.start(
                        config.data(),
                        Component.AGENT,
                        List.of(
                                JavaRuntime.java(),
                                "@" + config.tree().agentJvmOptions(),
                                "-XX:+ExitOnOutOfMemoryError",
                                "-jar",
                                config.tree().agentJar().toString(),
                                "--bootstrap-servers",
                                config.addresses().kafka(),
                                "--interval",
                                interval.toSeconds() + "s",
                                "--state-dir",
                                directory(config.data()).toString()),
                        // one arena of native memory instead of one a thread
                        Map.of("MALLOC_ARENA_MAX", "1"),
                        ""));
    }

    /** The id that the agent of a stack gives this host; empty before it has taken a sample. */
    public static Optional<String> hostId(DataDirectory data) {
        try {
            return Files.readString(directory(data).resolve(ALIVE_FILE)).lines().findFirst();
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }

    private static Path directory(DataDirectory data) {
        return data.of("agent");
    }
}
