package io.hostpulse.stack.host;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Documents of hosts, as the job writes them. */
public final class KnownHosts {

    private KnownHosts() {}

    /** A host that was heard at noon, and is in that state since then. */
    public static String document(String id, String name, String state) {
        return """
                {"@timestamp": "2026-03-01T12:00:00.000Z",
                 "host": {"id": "%s", "name": "%s"}, "agent": {"version": "0.1.0"},
                 "labels": {"env": "prod", "role": "web"},
                 "hostpulse": {"host": {"state": "%s", "since": "2026-03-01T12:00:00.000Z"}}}
                """
                .formatted(id, name, state);
    }

    public static KnownHost host(String id, String name, String state) {
        return HostTopic.hosts(Map.of(id, document(id, name, state))).get(0);
    }

    /** A host that is up since {@code time} by its clock, which is that far ahead. */
    public static KnownHost skewed(String id, String name, Instant time, Duration skew) {
        String document =
                """
                {"@timestamp": "%1$s", "host": {"id": "%2$s", "name": "%3$s"},
                 "hostpulse": {"host": {"state": "up", "since": "%1$s"},
                   "clock": {"skew": {"ms": %4$d}}}}
                """
                        .formatted(time, id, name, skew.toMillis());
        return HostTopic.hosts(Map.of(id, document)).get(0);
    }
}
