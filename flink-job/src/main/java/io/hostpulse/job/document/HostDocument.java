package io.hostpulse.job.document;

import io.hostpulse.job.model.HostState;
import io.hostpulse.job.model.KafkaDocument;
import io.hostpulse.wire.proto.HostIdentity;

/** The document of a host: what it is, what runs there, and whether it is up. */
public final class HostDocument {

    private HostDocument() {}

    public static KafkaDocument of(HostState host) {
        Json json = new Json().putTime("@timestamp", host.lastSampleMillis());
        HostIdentity identity = HostFields.read(host.identity());
        HostFields.putHost(
                json, identity, identity.getName().isEmpty() ? host.hostId() : identity.getName());
        json.put("event.kind", "state")
                .put("hostpulse.host.state", host.state().label())
                .putTime("hostpulse.host.since", host.sinceMillis());
        if (host.intervalMillis() > 0) {
            json.put("hostpulse.host.interval.ms", (long) host.intervalMillis());
        }
        if (!host.agentVersion().isEmpty()) {
            json.put("agent.version", host.agentVersion());
        }
        if (host.skewMillis() != 0) {
            json.put(SampleLayout.CLOCK_SKEW, host.skewMillis());
        }
        return new KafkaDocument(
                host.hostId(),
                DocumentId.of(host.hostId()),
                host.version(),
                host.lastSampleMillis(),
                json.toBytes());
    }
}
