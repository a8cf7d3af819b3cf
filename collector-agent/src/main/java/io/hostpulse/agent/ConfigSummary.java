package io.hostpulse.agent;

import io.hostpulse.agent.probe.ProbeTarget;
import io.hostpulse.agent.probe.ProbeTarget.HttpTarget;
import io.hostpulse.agent.probe.ProbeTarget.Iperf3Target;
import io.hostpulse.agent.probe.ProbeTarget.TcpTarget;
import io.hostpulse.wire.HumanDuration;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What a configuration means, in words. Values of the Kafka client's settings are left out. */
final class ConfigSummary {

    private ConfigSummary() {}

    static List<String> lines(AgentConfig config, String hostId) {
        List<String> lines = new ArrayList<>();
        lines.add("reads host " + hostId + " every " + HumanDuration.format(config.interval()));
        lines.add("groups: " + groups(config));
        lines.add(
                "publishes to topic "
                        + config.topic()
                        + " of Kafka at "
                        + config.bootstrapServers());
        SpoolSettings spool = config.spool();
        lines.add(
                spool.enabled()
                        ? "keeps up to "
                                + (spool.maxBytes() >> 20)
                                + " MiB for up to "
                                + HumanDuration.format(spool.maxAge())
                                + " in "
                                + spool.directory()
                                + " while Kafka is away"
                        : "keeps nothing on disk while Kafka is away");
        config.probes()
                .forEach(
                        probe ->
                                lines.add(
                                        "measures "
                                                + text(probe.target())
                                                + " every "
                                                + HumanDuration.format(probe.interval())));
        return lines;
    }

    private static String groups(AgentConfig config) {
        return Arrays.stream(Group.values())
                .filter(group -> config.groups().get(group).enabled())
                .map(
                        group -> {
                            Duration interval = config.groups().get(group).interval();
                            return interval.equals(config.interval())
                                    ? group.label()
                                    : group.label()
                                            + " (every "
                                            + HumanDuration.format(interval)
                                            + ")";
                        })
                .collect(Collectors.joining(", "));
    }

    /** A query may hold a token. */
    private static String text(ProbeTarget target) {
        if (target instanceof TcpTarget tcp) {
            return "tcp://" + address(tcp.host(), tcp.port());
        }
        if (target instanceof Iperf3Target iperf3) {
            return "iperf3://" + address(iperf3.host(), iperf3.port());
        }
        URI url = ((HttpTarget) target).url();
        return url.getScheme() + "://" + url.getAuthority() + url.getPath();
    }

    private static String address(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
