package io.hostpulse.job.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hostpulse.job.document.JsonWriter.Name;
import io.hostpulse.job.document.JsonWriter.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JsonWriterTest {

    private final JsonWriter json = new JsonWriter();

    @Test
    void putsMembersWithACommonBeginningIntoOneObject() {
        json.put(Path.of("a.b.c"), 1)
                .put(Path.of("a.b.d"), 0.5)
                .putNext(new Name("e"), 2)
                .putNext(new Name("f"), 0.25)
                .putNext(new Name("g"), 0.1)
                .put(Path.of("a.bc"), "x")
                .put(Path.of("b.b.c"), 2);

        assertThat(written())
                .isEqualTo(
                        "{\"a\":{\"b\":{\"c\":1,\"d\":0.5,\"e\":2,\"f\":0.25,\"g\":0.1},\"bc\":\"x\"},"
                                + "\"b\":{\"b\":{\"c\":2}}}");
    }

    @Test
    void movesBetweenDepths() {
        json.put(Path.of("a"), 1)
                .put(Path.of("b.c.d.e"), 2)
                .put(Path.of("b.f"), 3)
                .put(Path.of("g"), 4);

        assertThat(written())
                .isEqualTo("{\"a\":1,\"b\":{\"c\":{\"d\":{\"e\":2}},\"f\":3},\"g\":4}");
    }

    @Test
    void writesOneObjectAfterTheOther() {
        json.put(Path.of("a.b"), 1);

        assertThat(written()).isEqualTo("{\"a\":{\"b\":1}}");
        assertThat(written()).isEqualTo("{}");
    }

    @Test
    void goesOnInWhatIsRendered() {
        json.put(Path.of("a"), 1)
                .putRenderedMembers(
                        ",\"b\":2,\"c\":{\"d\":{\"e\":3".getBytes(UTF_8), Path.of("c.d.e"))
                .put(Path.of("c.d.f"), 4)
                .putRendered(Path.of("c.g"), "[5]".getBytes(UTF_8));

        assertThat(written())
                .isEqualTo("{\"a\":1,\"b\":2,\"c\":{\"d\":{\"e\":3,\"f\":4},\"g\":[5]}}");
    }

    @Test
    void writesWhatIsNoNumberInJsonAsText() {
        json.put(Path.of("a"), Double.NaN)
                .putNext(new Name("b"), Double.NEGATIVE_INFINITY)
                .putNext(new Name("c"), Double.POSITIVE_INFINITY);

        assertThat(written()).isEqualTo("{\"a\":\"NaN\",\"b\":\"-Infinity\",\"c\":\"Infinity\"}");
    }

    @Test
    void writesListsOfTexts() {
        json.putAll(Path.of("a"), List.of()).putAll(Path.of("b"), List.of("x", "\""));

        assertThat(written()).isEqualTo("{\"a\":[],\"b\":[\"x\",\"\\\"\"]}");
    }

    @Test
    void writesEveryCharacterAsJacksonDoes() throws JsonProcessingException {
        StringBuilder all = new StringBuilder();
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            all.appendCodePoint(codePoint);
        }
        Map<String, String> members = new TreeMap<>(Map.of("a", all.toString(), "\"\n", "b"));

        assertThat(JsonWriter.render(members))
                .isEqualTo(new ObjectMapper().writeValueAsBytes(members));
    }

    @Test
    void theBufferGrowsWithWhatIsWritten() {
        String text = "\u0001".repeat(300_000);
        json.put(Path.of("a"), text);
        for (int i = 0; i < 100_000; i++) {
            json.putNext(new Name("n"), i);
        }

        assertThat(Examples.tree(json.toBytes()).path("a").asText()).isEqualTo(text);
        json.put(Path.of("a"), 1);
        assertThat(written()).isEqualTo("{\"a\":1}");
    }

    private String written() {
        return new String(json.toBytes(), UTF_8);
    }
}
