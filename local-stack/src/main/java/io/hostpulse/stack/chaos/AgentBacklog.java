package io.hostpulse.stack.chaos;

import io.hostpulse.simulator.FleetRecord.SampleRecord;
import io.hostpulse.wire.proto.HostSample;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** How much real agents have on disk that waits to be sent. */
final class AgentBacklog {

    private static final String AGENT = "hostpulse";
    private static final long RECENT_SECONDS = 10;

    private AgentBacklog() {}

    /** As their newest samples say; something where none is recent. */
    static long read(Map<String, Object> kafka) {
        return Arrivals.read(kafka).samplesByHost().values().stream()
                .filter(samples -> samples.get(0).sample().getAgent().getType().equals(AGENT))
                .mapToLong(AgentBacklog::ofHost)
                .sum();
    }

    private static long ofHost(List<SampleRecord> samples) {
        HostSample newest =
                samples.stream()
                        .max(Comparator.comparingLong(SampleRecord::timestampMillis))
                        .orElseThrow()
                        .sample();
        boolean isRecent =
                newest.getTime().getSeconds() > Instant.now().getEpochSecond() - RECENT_SECONDS;
        return isRecent ? newest.getAgentHealth().getSpoolSamples() : 1;
    }
}
