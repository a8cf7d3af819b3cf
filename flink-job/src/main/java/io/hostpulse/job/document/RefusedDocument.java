package io.hostpulse.job.document;

import io.hostpulse.job.model.KafkaDocument;

/** The dead letter of a document that Elasticsearch refused. */
public final class RefusedDocument {

    private RefusedDocument() {}

    /**
     * @param reason what the server said
     */
    public static KafkaDocument of(
            String index, String id, byte[] json, String reason, long nowMillis) {
        String letterId = DocumentId.of("refused", index, id);
        byte[] letter =
                new Json()
                        .putTime("@timestamp", nowMillis)
                        .put("event.kind", "pipeline_error")
                        .put("hostpulse.dead_letter.category", "refused-document")
                        .put("hostpulse.dead_letter.message", DeadLetterDocument.shorten(reason))
                        .put("hostpulse.dead_letter.index", index)
                        .put("hostpulse.dead_letter.document_id", id)
                        .put("hostpulse.dead_letter.size.bytes", (long) json.length)
                        .put(
                                "hostpulse.dead_letter.value.base64",
                                DeadLetterDocument.encodeBeginning(json))
                        .toBytes();
        return new KafkaDocument(letterId, letterId, 0, nowMillis, letter);
    }
}
