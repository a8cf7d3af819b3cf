package io.hostpulse.job.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.document.NestedJsonWriter.Path;
import org.junit.jupiter.api.Test;

class NestedJsonWriterTest {

    private final NestedJsonWriter json = new NestedJsonWriter(64);

    @Test
    void putsMembersWithACommonBeginningIntoOneObject() {
        json.put(Path.of("a.b.c"), 1)
                .put(Path.of("a.b.d"), 0.5)
                .put(Path.of("a.bc"), "x")
                .put(Path.of("b.b.c"), 2);

        assertThat(written())
                .isEqualTo(
                        "{\"a\":{\"b\":{\"c\":1,\"d\":0.5},\"bc\":\"x\"},\"b\":{\"b\":{\"c\":2}}}");
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
    void writesAnEmptyObject() {
        assertThat(written()).isEqualTo("{}");
    }

    @Test
    void writesDoublesSoThatTheyAreReadTheSame() {
        json.put(Path.of("a"), 0.1 + 0.2)
                .put(Path.of("b"), 1e300)
                .put(Path.of("c"), Double.MIN_VALUE);

        assertThat(written()).isEqualTo("{\"a\":0.30000000000000004,\"b\":1.0E300,\"c\":4.9E-324}");
    }

    private String written() {
        return new String(json.toBytes(), UTF_8);
    }
}
