package io.hostpulse.job.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.elasticsearch.common.xcontent.DeprecationHandler;
import org.elasticsearch.common.xcontent.NamedXContentRegistry;
import org.elasticsearch.common.xcontent.XContentParser;
import org.elasticsearch.common.xcontent.json.JsonXContent;
import org.elasticsearch.rest.RestStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BulkAnswerTest {

    private static final String ITEMS =
            """
            "items":[
              {"index":{"_index":"i","_id":"1","_version":1,"result":"created","_shards":{"total":1},"status":201}},
              {"index":{"_index":"i","_id":"2","status":400,"error":{"type":"mapper_parsing_exception",
                "reason":"failed to parse field [n]","caused_by":{"type":"illegal_argument_exception","reason":"no number"}}}},
              {"index":{"_index":"i","_type":"_doc","_id":"3","status":200}},
              {"index":{"error":{"type":"es_rejected_execution_exception","reason":"full"},"status":429}}]""";

    @Test
    void saysWhichDocumentsHaveFailedAndWhy() throws IOException {
        BulkAnswer answer = read("{\"took\":7,\"errors\":true," + ITEMS + "}");

        assertThat(answer.failures())
                .extracting(BulkAnswer.Failure::position)
                .containsExactly(1, 3);
        assertThat(answer.failures())
                .extracting(BulkAnswer.Failure::status)
                .containsExactly(RestStatus.BAD_REQUEST, RestStatus.TOO_MANY_REQUESTS);
        assertThat(answer.failures().get(0).message())
                .contains(
                        "type=mapper_parsing_exception", "failed to parse field [n]", "no number");
    }

    @Test
    void theOrderOfItsPartsDoesNotMatter() throws IOException {
        assertThat(read("{" + ITEMS + ",\"errors\":true,\"took\":7}").failures()).hasSize(2);
    }

    @Test
    void ofOneWithoutFailuresNothingMoreIsRead() throws IOException {
        assertThat(read("{\"took\":7,\"errors\":false,\"items\":[no json").failures()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"took\":1,\"errors\":true}",
                "17",
                "{\"errors\":\"false\"}"
            })
    void anythingElseIsNone(String other) {
        assertThatThrownBy(() -> read(other)).isInstanceOf(IOException.class);
    }

    private static BulkAnswer read(String json) throws IOException {
        try (XContentParser parser =
                JsonXContent.jsonXContent.createParser(
                        NamedXContentRegistry.EMPTY,
                        DeprecationHandler.THROW_UNSUPPORTED_OPERATION,
                        json)) {
            return BulkAnswer.read(parser);
        }
    }
}
