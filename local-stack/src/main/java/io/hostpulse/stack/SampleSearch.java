package io.hostpulse.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.hostpulse.stack.client.Elasticsearch;
import io.hostpulse.stack.client.HttpStatusException;
import io.hostpulse.stack.view.FleetSearch;
import java.time.Instant;
import java.util.Optional;

/** Searches in sample documents. */
final class SampleSearch {

    /** Index pattern of the sample documents. */
    static final String INDEX = FleetSearch.SAMPLES;

    private static final int SERVICE_UNAVAILABLE = 503;

    private SampleSearch() {}

    /** The name of a host, if a sample of it was taken at or after a moment. */
    static Optional<String> findHostSampledSince(
            Elasticsearch elasticsearch, String hostId, Instant since) {
        String query =
                """
                {"size": 1, "_source": ["host.name"], "query": {"bool": {"filter": [
                   {"term": {"host.id": %s}}, {"range": {"@timestamp": {"gte": "%s"}}}]}}}
                """
                        .formatted(TextNode.valueOf(hostId), since);
        try {
            JsonNode hits = elasticsearch.search(INDEX, query).at("/hits/hits");
            return hits.isEmpty()
                    ? Optional.empty()
                    : Optional.of(hits.get(0).at("/_source/host/name").asText());
        } catch (HttpStatusException e) {
            if (e.status() == SERVICE_UNAVAILABLE) {
                return Optional.empty(); // an index that was created a moment ago
            }
            throw e;
        }
    }
}
