package io.hostpulse.stack.chaos;

import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetRecord.SampleRecord;
import io.hostpulse.stack.chaos.NotificationReceiver.Notification;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What has gone into a stack.
 *
 * @param sent by the faults, and acknowledged
 * @param clocksSet ids of hosts whose clocks are not those of others
 */
record Evidence(
        Fleet fleet,
        Set<String> fleetHosts,
        List<ProducerRecord<byte[], byte[]>> sent,
        Arrivals arrivals,
        Set<String> clocksSet) {

    /** Those of this host's agent. */
    Map<String, List<SampleRecord>> samplesOfAgents() {
        Map<String, List<SampleRecord>> ofAgents = new TreeMap<>(arrivals.samplesByHost());
        ofAgents.keySet().removeAll(fleetHosts);
        ofAgents.remove(Canary.HOST);
        return ofAgents;
    }

    /** All but that by which it was found out that rules are in force. */
    Map<String, List<SampleRecord>> samplesByHost() {
        Map<String, List<SampleRecord>> byHost = new TreeMap<>(arrivals.samplesByHost());
        byHost.remove(Canary.HOST);
        return byHost;
    }

    /**
     * What people were told.
     *
     * @param alertmanagerEnds when Alertmanager was ended
     * @param stillFiring what it believes to fire
     */
    record Told(
            List<Notification> notifications,
            List<Instant> alertmanagerEnds,
            List<String> stillFiring) {}
}
