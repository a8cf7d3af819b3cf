package io.hostpulse.stack.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.stack.client.Elasticsearch;
import java.util.function.Consumer;

/** Reads all documents that match. */
final class Documents {

    private static final int PAGE = 500;

    private final Elasticsearch elasticsearch;

    Documents(Elasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
    }

    /**
     * @param query of the query DSL
     * @param hits gets {@code _id}, {@code _index} and {@code _source} of each
     */
    void read(String index, String query, Consumer<JsonNode> hits) {
        elasticsearch.refresh(index);
        JsonNode page =
                elasticsearch.send(
                        "POST",
                        "/" + index + "/_search?scroll=1m&ignore_unavailable=true",
                        "{\"size\": %d, \"sort\": [\"_doc\"], \"query\": %s}"
                                .formatted(PAGE, query));
        String scroll = page.path("_scroll_id").asText();
        while (!page.at("/hits/hits").isEmpty()) {
            page.at("/hits/hits").forEach(hits);
            page =
                    elasticsearch.send(
                            "POST",
                            "/_search/scroll",
                            "{\"scroll\": \"1m\", \"scroll_id\": \"%s\"}".formatted(scroll));
            scroll = page.path("_scroll_id").asText(scroll);
        }
        elasticsearch.send(
                "DELETE", "/_search/scroll", "{\"scroll_id\": \"%s\"}".formatted(scroll));
    }

    void readAll(String index, Consumer<JsonNode> hits) {
        read(index, "{\"match_all\": {}}", hits);
    }

    /** Those of a host. */
    void ofHost(String index, String hostId, Consumer<JsonNode> hits) {
        read(index, "{\"term\": {\"host.id\": \"%s\"}}".formatted(hostId), hits);
    }
}
