package io.hostpulse.agent;

import io.hostpulse.agent.config.Format;
import io.hostpulse.agent.config.Formats;
import io.hostpulse.agent.config.Settings;
import io.hostpulse.agent.probe.ProbeSettings;
import io.hostpulse.agent.probe.ProbeTarget;
import io.hostpulse.agent.probe.ProbeTarget.HttpTarget;
import io.hostpulse.agent.probe.ProbeTarget.Iperf3Target;
import io.hostpulse.agent.probe.ProbeTarget.TcpTarget;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the probes: {@code tcp://host:port}, {@code http://...}, {@code https://...} and {@code
 * iperf3://host:port}, alone or with an interval, a timeout and for iperf3 a length.
 */
final class ProbeParser {

    private static final int IPERF3_PORT = 5201;

    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);

    /** Throughput costs the network what it measures. */
    private static final Duration DEFAULT_IPERF3_INTERVAL = Duration.ofHours(1);

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration DEFAULT_LENGTH = Duration.ofSeconds(5);

    private static final Format<ProbeTarget> TARGET =
            new Format<>(
                    "give tcp://host:port, http://host/path, https://host/path or"
                            + " iperf3://host:port, with no user or password in it",
                    ProbeParser::target);

    private final Settings settings;

    ProbeParser(Settings settings) {
        this.settings = settings;
    }

    List<ProbeSettings> parse(String key) {
        List<ProbeSettings> probes = new ArrayList<>();
        List<String> items = settings.itemKeys(key);
        if (items.isEmpty()) {
            settings.list(key, List.of(), TARGET)
                    .forEach(target -> probes.add(withDefaults(target)));
        }
        for (String item : items) {
            if (settings.find(item, TARGET).isPresent()) {
                settings.find(item, TARGET).ifPresent(target -> probes.add(withDefaults(target)));
            } else {
                parseSection(item).ifPresent(probes::add);
            }
        }
        return probes;
    }

    private static ProbeSettings withDefaults(ProbeTarget target) {
        return new ProbeSettings(target, defaultInterval(target), DEFAULT_TIMEOUT);
    }

    private Optional<ProbeSettings> parseSection(String key) {
        Optional<ProbeTarget> target = settings.find(key + ".target", TARGET);
        Optional<Duration> interval =
                settings.find(key + ".interval", Formats.time("1s", "24h", "30s"));
        Optional<Duration> timeout =
                settings.find(key + ".timeout", Formats.time("100ms", "1m", "5s"));
        Optional<Duration> length = settings.find(key + ".length", Formats.time("1s", "1m", "5s"));
        if (target.isEmpty()) {
            return Optional.empty();
        }
        ProbeTarget measured = target.get();
        if (length.isPresent()) {
            if (measured instanceof Iperf3Target iperf3) {
                measured = new Iperf3Target(iperf3.host(), iperf3.port(), length.get());
            } else {
                settings.refuse(key + ".length", "is for iperf3 alone; remove it");
            }
        }
        return Optional.of(
                new ProbeSettings(
                        measured,
                        interval.orElse(defaultInterval(measured)),
                        timeout.orElse(DEFAULT_TIMEOUT)));
    }

    private static Duration defaultInterval(ProbeTarget target) {
        return target instanceof Iperf3Target ? DEFAULT_IPERF3_INTERVAL : DEFAULT_INTERVAL;
    }

    private static Optional<ProbeTarget> target(String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (uri.getScheme() == null || uri.getHost() == null || uri.getUserInfo() != null) {
            return Optional.empty();
        }
        return switch (uri.getScheme()) {
            case "tcp" ->
                    Optional.of(uri)
                            .filter(tcp -> hasAddressAlone(tcp) && tcp.getPort() > 0)
                            .map(tcp -> new TcpTarget(host(tcp), tcp.getPort()));
            case "http", "https" -> Optional.of(new HttpTarget(uri));
            case "iperf3" ->
                    Optional.of(uri)
                            .filter(ProbeParser::hasAddressAlone)
                            .map(
                                    server ->
                                            new Iperf3Target(
                                                    host(server),
                                                    server.getPort() > 0
                                                            ? server.getPort()
                                                            : IPERF3_PORT,
                                                    DEFAULT_LENGTH));
            default -> Optional.empty();
        };
    }

    /** An IPv6 address stands in brackets in a URI alone. */
    private static String host(URI uri) {
        return uri.getHost().replaceAll("^\\[|]$", "");
    }

    private static boolean hasAddressAlone(URI uri) {
        return uri.getPath().isEmpty() && uri.getQuery() == null && uri.getPort() <= 65535;
    }
}
