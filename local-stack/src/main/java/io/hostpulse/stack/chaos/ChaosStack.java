package io.hostpulse.stack.chaos;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.LocalStack;
import io.hostpulse.stack.OwnAlertmanager;
import io.hostpulse.stack.Progress;
import io.hostpulse.stack.StackConfig;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.StartSequence;
import io.hostpulse.stack.process.Pause;
import io.hostpulse.stack.process.RunRecords;
import io.hostpulse.stack.process.StackLock;
import io.hostpulse.stack.process.StackProcess;
import io.hostpulse.stack.server.AlertmanagerConfiguration;
import io.hostpulse.stack.server.AlertmanagerServer;
import io.hostpulse.stack.server.Ports;
import io.hostpulse.stack.supervise.Supervisor;
import io.hostpulse.stack.upgrade.Pipeline;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A stack of a run's own, in a directory and on ports of its own, with a supervisor. */
final class ChaosStack implements AutoCloseable {

    private static final Duration AGENT_INTERVAL = Duration.ofSeconds(1);
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(2);
    private static final Duration AGENT_STOP_LIMIT = Duration.ofSeconds(15);

    /** All windows, so that each can be compared. */
    private static final List<String> JOB_ARGUMENTS = List.of("--publish-windows-from=0s");

    private final LocalStack stack;
    private final DataDirectory data;
    private final SmallDisks disks;

    ChaosStack(Path directory, NotificationReceiver receiver) {
        StackConfig config = StackConfig.onFreePorts(directory);
        data = config.data();
        data.create();
        stack = new LocalStack(withAlertmanager(config, receiver));
        disks = new SmallDisks(data);
    }

    private static StackConfig withAlertmanager(StackConfig config, NotificationReceiver receiver) {
        Optional<Path> program = AlertmanagerServer.findProgram();
        if (program.isEmpty()) {
            return config;
        }
        Path file = config.data().of("alertmanager").resolve("chaos.yml");
        AlertmanagerConfiguration.write(receiver.alertmanagerConfiguration(), file);
        return config.withAlertmanager(
                new OwnAlertmanager(program.get(), Ports.findFree(1).get(0), Optional.of(file)));
    }

    /** Starts all but the agent, which is to send only when rules are in force. */
    void start(Progress progress) {
        new StartSequence(stack, Optional.empty(), List.of(), JOB_ARGUMENTS, progress).run();
    }

    void startAgentAndSupervisor() {
        stack.startAgent(AGENT_INTERVAL);
        Supervisor.ensureRunning(data);
    }

    /**
     * For good: it says goodbye and is not started again. Before that it has to have sent what
     * waits on disk.
     *
     * @throws StackException if it has not in time
     */
    void stopAgentOnceSent(Duration limit) {
        Instant deadline = Instant.now().plus(limit);
        while (AgentBacklog.read(kafka()) > 0) {
            if (Instant.now().isAfter(deadline)) {
                throw new StackException(
                        "The agent has not sent what waits on its disk after %d s."
                                .formatted(limit.toSeconds()),
                        data.log(Component.AGENT),
                        null);
            }
            Pause.of(LOOK_INTERVAL);
        }
        RunRecords records = new RunRecords(data.run());
        try (StackLock lock = StackLock.acquireProcesses(data)) {
            records.find(Component.AGENT)
                    .ifPresent(agent -> new StackProcess(records, agent).stop(AGENT_STOP_LIMIT));
        }
    }

    LocalStack stack() {
        return stack;
    }

    DataDirectory data() {
        return data;
    }

    SmallDisks disks() {
        return disks;
    }

    boolean hasAlertmanager() {
        return stack.config().alertmanager().isPresent();
    }

    /** Those that its jobs have to run. */
    Set<Pipeline> pipelines() {
        return Pipeline.wanted(hasAlertmanager());
    }

    /** Settings of Kafka's clients. */
    Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", stack.addresses().kafka());
    }

    /** Stops everything; what is on the small disks is gone. */
    @Override
    public void close() {
        stack.close();
        disks.close();
    }
}
