package io.hostpulse.stack;

import io.hostpulse.stack.client.Elasticsearch;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An Elasticsearch node to be run on the loopback interface.
 *
 * @param version of the server
 * @param port of its HTTP API
 * @param security encryption and authentication; empty for none
 * @param distribution the unpacked distribution to start instead of the small one
 * @param settings more for {@code elasticsearch.yml}
 */
public record ElasticsearchNode(
        ElasticsearchVersion version,
        int port,
        Optional<ElasticsearchSecurity> security,
        Optional<Path> distribution,
        Map<String, String> settings) {

    /** What a stack runs. */
    public static ElasticsearchNode onPort(int port) {
        return new ElasticsearchNode(
                ElasticsearchVersion.V8, port, Optional.empty(), Optional.empty(), Map.of());
    }

    public ElasticsearchNode withPort(int other) {
        return new ElasticsearchNode(version, other, security, distribution, settings);
    }

    public ElasticsearchNode withVersion(ElasticsearchVersion other) {
        return new ElasticsearchNode(other, port, security, distribution, settings);
    }

    public ElasticsearchNode withSecurity(ElasticsearchSecurity own) {
        return new ElasticsearchNode(version, port, Optional.of(own), distribution, settings);
    }

    public ElasticsearchNode withDistribution(Path home) {
        return new ElasticsearchNode(version, port, security, Optional.of(home), settings);
    }

    public ElasticsearchNode withSetting(String name, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(name, value);
        return new ElasticsearchNode(version, port, security, distribution, Map.copyOf(more));
    }

    /** URL of the HTTP API. */
    public String address() {
        return (security.isPresent() ? "https" : "http") + "://127.0.0.1:" + port;
    }

    /** A client that may do everything. */
    public Elasticsearch client() {
        URI url = URI.create(address());
        return security.map(
                        own -> new Elasticsearch(url, own.authority(), own.user(), own.password()))
                .orElseGet(() -> new Elasticsearch(url));
    }
}
