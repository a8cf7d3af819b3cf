package io.hostpulse.agent;

import io.hostpulse.agent.identity.HostId;
import io.hostpulse.agent.read.AgentVitals;
import io.hostpulse.agent.read.ReadFailures;
import io.hostpulse.wire.proto.AgentIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * One run of the agent on this host.
 *
 * @param config as it is now
 * @param hostId the host's id
 */
record AgentSession(Supplier<AgentConfig> config, String hostId) {

    /**
     * @throws IOException if the host has no id and none can be kept, or is not where it should be
     */
    static AgentSession of(Supplier<AgentConfig> config) throws IOException {
        AgentConfig first = config.get();
        Path root = first.hostRoot();
        if (root.getNameCount() > 0 && !Files.isDirectory(root.resolve("proc/self"))) {
            throw new IOException(
                    ConfigParser.HOST_ROOT
                            + ": "
                            + root
                            + " has no proc: mount the host's root directory there with all that"
                            + " is mounted below it, or leave the setting out");
        }
        String hostId =
                first.hostId().isPresent()
                        ? first.hostId().get()
                        : HostId.find(root.resolve("etc/machine-id"), first.stateDirectory());
        return new AgentSession(config, hostId);
    }

    HostSampler sampler(AgentVitals vitals) {
        ReadFailures failures = new ReadFailures();
        AgentIdentity agent =
                AgentIdentity.newBuilder()
                        .setId(agentId(hostId))
                        .setRunId(UUID.randomUUID().toString())
                        .setVersion(AgentVersion.ofThisBuild())
                        .setType("hostpulse")
                        .build();
        return new HostSampler(
                agent,
                HostReaders.ofThisHost(new HostReaders.Settings(config, hostId, vitals, failures)),
                config,
                failures,
                Clock.systemUTC(),
                System::nanoTime);
    }

    /** A host has one agent, so that its id follows from the host's. */
    private static String agentId(String hostId) {
        byte[] name = ("hostpulse-agent:" + hostId).getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(name).toString();
    }
}
