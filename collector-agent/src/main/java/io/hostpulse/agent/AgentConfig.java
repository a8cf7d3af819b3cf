package io.hostpulse.agent;

import java.nio.file.Path;
import java.time.Duration;
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
 * @param spool where samples wait while Kafka is away
 * @param topProcesses how many processes to report by CPU, and as many by memory
 * @param kafka the operator's settings of the Kafka client
 */
record AgentConfig(
        String bootstrapServers,
        Duration interval,
        Optional<String> hostId,
        Optional<String> hostName,
        Map<String, String> labels,
        String topic,
        Path stateDirectory,
        SpoolConfig spool,
        int topProcesses,
        Map<String, String> kafka) {

    AgentConfig {
        labels = Map.copyOf(labels);
        kafka = Map.copyOf(kafka);
    }
}
