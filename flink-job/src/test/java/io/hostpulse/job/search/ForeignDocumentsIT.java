package io.hostpulse.job.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.RegisteredMetrics;
import io.hostpulse.job.document.TopicDocuments;
import io.hostpulse.job.model.IndexedDocument;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.wire.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever may write to a topic of documents can write anything there. */
class ForeignDocumentsIT {

    private static final Instant TIME = Instant.parse("2026-11-01T12:00:00Z");

    /** What is refused in it gets no letter of its own, so Kafka is not needed. */
    private static final String INDEX = "hostpulse-dead-letters-2026.11.01";

    private static final String GOOD = "{\"hostpulse\":{\"dead_letter\":{\"category\":\"a\"}}}";

    private static final List<String> BAD =
            List.of(
                    "no json",
                    "{",
                    "{}}",
                    "[1]",
                    "17",
                    "\"{}\"",
                    "null",
                    " ",
                    "\n",
                    "{\"hostpulse\":{\"dead_letter\":{\"category\":\"a\nb\"}}}",
                    GOOD + "\n" + GOOD,
                    GOOD + "\n{\"delete\":{\"_index\":\"" + INDEX + "\",\"_id\":\"good-0\"}}",
                    "{\"hostpulse\":{\"dead_letter\":{\"category\":\"\u00e9\"}}}");

    private final RegisteredMetrics metrics = new RegisteredMetrics();

    @ParameterizedTest
    @EnumSource
    void whatIsNoDocumentIsRefusedAloneAndNothingElseComesOfIt(ElasticsearchRelease release)
            throws Exception {
        SearchServer server = release.emptyServer();
        List<IndexedDocument> documents = new ArrayList<>();
        for (int i = 0; i < BAD.size(); i++) {
            documents.addAll(route("good-" + i, GOOD));
            documents.addAll(route("bad-" + i, BAD.get(i)));
        }
        documents.addAll(route("pretty", GOOD.replace("{", "{\r\n\n  ")));

        try (WritingSink sink = new WritingSink(server, metrics)) {
            sink.write(documents);
        }

        assertThat(server.ids(INDEX))
                .noneMatch(id -> id.startsWith("bad"))
                .hasSize(BAD.size() + 1)
                .contains("good-0", "pretty");
        assertThat(metrics.count("hostpulse.refusedDocuments")).isEqualTo(BAD.size());
        assertThat(metrics.count("hostpulse.indexedDocuments")).isEqualTo(BAD.size() + 1);
    }

    private static List<IndexedDocument> route(String id, String json) {
        return TopicDocuments.of(
                new RawRecord(
                        Topics.DEAD_LETTERS,
                        0,
                        0,
                        TIME.toEpochMilli(),
                        id,
                        null,
                        json.getBytes(ISO_8859_1)));
    }
}
