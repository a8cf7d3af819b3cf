package io.hostpulse.agent;

import io.hostpulse.agent.log.LogSettings;
import io.hostpulse.agent.probe.ProbeSettings;
import io.hostpulse.agent.read.FilesystemFilter;
import io.hostpulse.agent.read.NameFilter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the agent is told to do.
 *
 * @param bootstrapServers Kafka's addresses, {@code host:port} separated by commas
 * @param topic where samples go
 * @param kafka the operator's settings of the Kafka client, secrets among them
 * @param interval time between readings
 * @param hostId empty to go by the machine's own id
 * @param hostName empty to go by the host's own name
 * @param hostRoot where the agent sees the host's root directory, an absolute path
 * @param labels words of the operator that go into every sample
 * @param stateDirectory where a made-up host id is kept, and the spool unless it has another
 * @param groups every group
 * @param topProcesses how many processes to report by CPU, and as many by memory
 */
record AgentConfig(
        String bootstrapServers,
        String topic,
        Map<String, String> kafka,
        Duration interval,
        Optional<String> hostId,
        Optional<String> hostName,
        Path hostRoot,
        Map<String, String> labels,
        Path stateDirectory,
        Map<Group, GroupSettings> groups,
        int topProcesses,
        NameFilter disks,
        FilesystemFilter filesystems,
        NameFilter interfaces,
        SpoolSettings spool,
        List<ProbeSettings> probes,
        LogSettings log) {

    AgentConfig {
        // in the order in which the job writes them, so that it keeps the identity as it is sent
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        kafka = Map.copyOf(kafka);
        groups = Map.copyOf(groups);
        probes = List.copyOf(probes);
    }

    /** This one with what can change while the agent runs taken from {@code next}. */
    AgentConfig reloaded(AgentConfig next) {
        return new AgentConfig(
                bootstrapServers,
                topic,
                kafka,
                next.interval,
                hostId,
                hostName,
                hostRoot,
                next.labels,
                stateDirectory,
                next.groups,
                next.topProcesses,
                next.disks,
                next.filesystems,
                next.interfaces,
                spool,
                probes,
                log);
    }

    /** This one with every group that is switched on read at every reading. */
    AgentConfig withEveryGroupDue() {
        Map<Group, GroupSettings> due = new EnumMap<>(groups);
        due.replaceAll((group, settings) -> new GroupSettings(settings.enabled(), interval));
        return new AgentConfig(
                bootstrapServers,
                topic,
                kafka,
                interval,
                hostId,
                hostName,
                hostRoot,
                labels,
                stateDirectory,
                due,
                topProcesses,
                disks,
                filesystems,
                interfaces,
                spool,
                probes,
                log);
    }

    /** The settings that differ in {@code next} and are taken at a start only. */
    List<String> needingRestart(AgentConfig next) {
        List<String> keys = new ArrayList<>();
        addIfChanged(keys, ConfigParser.BOOTSTRAP_SERVERS, bootstrapServers, next.bootstrapServers);
        addIfChanged(keys, ConfigParser.TOPIC, topic, next.topic);
        addIfChanged(keys, ConfigParser.KAFKA_PROPERTIES, kafka, next.kafka);
        addIfChanged(keys, ConfigParser.HOST_ID, hostId, next.hostId);
        addIfChanged(keys, ConfigParser.HOST_NAME, hostName, next.hostName);
        addIfChanged(keys, ConfigParser.HOST_ROOT, hostRoot, next.hostRoot);
        addIfChanged(keys, ConfigParser.STATE_DIRECTORY, stateDirectory, next.stateDirectory);
        addIfChanged(keys, ConfigParser.SPOOL, spool, next.spool);
        addIfChanged(keys, ConfigParser.PROBES, probes, next.probes);
        addIfChanged(keys, ConfigParser.LOG, log, next.log);
        return keys;
    }

    private static void addIfChanged(List<String> keys, String key, Object now, Object next) {
        if (!now.equals(next)) {
            keys.add(key);
        }
    }
}
