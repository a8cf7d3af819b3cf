package io.hostpulse.stack.server;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.StackConfig;
import io.hostpulse.stack.process.StackProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The collector agent of this host. */
public final class CollectorAgent extends RunningServer {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

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
                                config.data().of("agent").toString()),
                        // one arena of native memory instead of one a thread
                        Map.of("MALLOC_ARENA_MAX", "1"),
                        ""));
    }
}
