package io.hostpulse.agent;

import io.hostpulse.agent.probe.ProbeTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the agent is told to do.
 *
 * @param bootstrapServers Kafka's addresses, {@code host:port} separated by commas
 * @param interval time between readings
 * @param hostId empty to go by the machine's own id
 * @param hostName empty to go by the host's own name
 * @param labels words of the operator that go into every sample
 * @param topic where samples go
 * @param stateDirectory where a made-up host id is kept
 * @param topProcesses how many processes to report by CPU, and as many by memory
 * @param kafka the operator's settings of the Kafka client
 * @param probes what to ask over the network
 */
record AgentConfig(
        String bootstrapServers,
        Duration interval,
        Optional<String> hostId,
        Optional<String> hostName,
        Map<String, String> labels,
        String topic,
        Path stateDirectory,
        int topProcesses,
        Map<String, String> kafka,
        List<ProbeTarget> probes) {

    AgentConfig {
        labels = Map.copyOf(labels);
        kafka = Map.copyOf(kafka);
        probes = List.copyOf(probes);
    }

    /** Without probes. */
    AgentConfig(
            String bootstrapServers,
            Duration interval,
            Optional<String> hostId,
            Optional<String> hostName,
            Map<String, String> labels,
            String topic,
            Path stateDirectory,
            int topProcesses,
            Map<String, String> kafka) {
        this(
                bootstrapServers,
                interval,
                hostId,
                hostName,
                labels,
                topic,
                stateDirectory,
                topProcesses,
                kafka,
                List.of());
    }
}
