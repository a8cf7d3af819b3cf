package io.hostpulse.job.document;

import io.hostpulse.job.ingest.MeasuredSample;
import io.hostpulse.wire.proto.AgentIdentity;
import java.util.Arrays;
import java.util.List;

/**
 * What all documents of a host's samples have in common: who the host and its agent are. It is
 * rendered when that has changed.
 */
final class HostEnvelopes {

    /** That object is at the end, since it has metrics too. */
    static final String LAST = "host";

    private final RenderedHosts<Envelope> envelopes = new RenderedHosts<>(RenderedHosts.MAX_BYTES);

    /**
     * @param identity of the host, serialized
     * @param agent texts about the agent, as {@link #textsOf} gives them
     * @param members as {@link Json#toMembers} renders them, with {@link #LAST} open
     */
    private record Envelope(byte[] identity, List<String> agent, byte[] members)
            implements RenderedHosts.Rendered {

        @Override
        public int bytes() {
            return 512 + identity.length + members.length;
        }
    }

    byte[] of(MeasuredSample sample) {
        List<String> agentTexts = textsOf(sample.agent());
        Envelope known = envelopes.get(sample.hostId());
        if (known == null
                || !Arrays.equals(known.identity(), sample.identity())
                || !known.agent().equals(agentTexts)) {
            known = new Envelope(sample.identity(), agentTexts, render(sample));
            envelopes.put(sample.hostId(), known);
        }
        return known.members();
    }

    private static List<String> textsOf(AgentIdentity agent) {
        return List.of(agent.getId(), agent.getRunId(), agent.getVersion(), agent.getType());
    }

    private static byte[] render(MeasuredSample sample) {
        Json json =
                new Json()
                        .put("ecs.version", SampleDocuments.ECS_VERSION)
                        .put("service.type", "system");
        HostFields.putHost(json, HostFields.read(sample.identity()), sample.hostName());
        HostFields.putLabels(
                json, HostFields.AGENT, sample.agent().toBuilder().clearSequence().build());
        return json.toMembers(LAST);
    }
}
