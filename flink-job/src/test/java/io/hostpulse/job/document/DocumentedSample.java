package io.hostpulse.job.document;

import static io.hostpulse.job.document.Examples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.job.ingest.MeasuredSample;
import io.hostpulse.job.model.IndexedDocument;
import io.hostpulse.wire.proto.HostSample;
import java.util.List;

/** All documents of a sample, made at {@link Examples#NOW}. */
final class DocumentedSample {

    private static final SampleDocuments DOCUMENTS = new SampleDocuments(SampleSelection.all());

    private DocumentedSample() {}

    static List<IndexedDocument> documentsOf(HostSample sample) {
        return documentsOf(sample, NOW);
    }

    /**
     * @param timeMillis the time that counts for the sample
     */
    static List<IndexedDocument> documentsOf(HostSample sample, long timeMillis) {
        return DOCUMENTS.of(MeasuredSample.of(sample, timeMillis), NOW);
    }

    static JsonNode hostDocument(HostSample sample) {
        return document(sample, "host");
    }

    /** The only one of that dimension. */
    static JsonNode document(HostSample sample, String dimension) {
        List<JsonNode> trees =
                documentsOf(sample).stream()
                        .map(document -> Examples.tree(document.json()))
                        .filter(tree -> tree.at("/hostpulse/dimension").asText().equals(dimension))
                        .toList();
        assertThat(trees).hasSize(1);
        return trees.get(0);
    }
}
