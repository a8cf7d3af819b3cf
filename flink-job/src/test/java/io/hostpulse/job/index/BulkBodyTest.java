package io.hostpulse.job.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.http.HttpEntity;
import org.apache.http.entity.ContentType;
import org.apache.http.util.EntityUtils;
import org.elasticsearch.action.bulk.BulkRequest;
import org.elasticsearch.action.index.IndexRequest;
import org.elasticsearch.common.xcontent.XContentType;
import org.elasticsearch.index.VersionType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BulkBodyTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void eachDocumentIsALineAfterOneThatSaysWhereItGoes() {
        assertThat(
                        lines(
                                document("windows", "a|1m|1", "{\"n\":1}"),
                                document("hosts", "b", "{\"n\":\"é\"}")
                                        .version(3_000)
                                        .versionType(VersionType.EXTERNAL_GTE)))
                .containsExactly(
                        "{\"index\":{\"_index\":\"windows\",\"_id\":\"a|1m|1\"}}",
                        "{\"n\":1}",
                        "{\"index\":{\"_index\":\"hosts\",\"_id\":\"b\",\"version_type\":\"external_gte\",\"version\":3000}}",
                        "{\"n\":\"é\"}",
                        "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "\\", "a\nb", "\u0000", "\u2028", "ö|😀", "{\"}}"})
    void anIdMayHoldWhateverTextDoes(String id) throws Exception {
        JsonNode action = MAPPER.readTree(lines(document("index", id, "{}")).get(0));

        assertThat(action.at("/index/_id").asText()).isEqualTo(id);
    }

    private static IndexRequest document(String index, String id, String json) {
        return new IndexRequest(index).id(id).source(json.getBytes(UTF_8), XContentType.JSON);
    }

    /** The last is what comes after the last line feed. */
    private static List<String> lines(IndexRequest... documents) {
        HttpEntity body =
                BulkBody.of(new BulkRequest().add(documents), ContentType.APPLICATION_JSON);
        try {
            return List.of(EntityUtils.toString(body).split("\n", -1));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
