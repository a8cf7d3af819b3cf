package io.hostpulse.job.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hostpulse.job.model.IndexedDocument;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.wire.Topics;
import java.io.IOException;
import java.util.List;

/**
 * Which index a topic's documents go to, and under which id. The topics carry the very documents
 * that are indexed, so nothing is translated.
 */
public final class TopicDocuments {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private TopicDocuments() {}

    /** None for a record without a value, which deletes its key from a compacted topic. */
    public static List<IndexedDocument> of(RawRecord record) {
        if (record.value() == null || record.value().length == 0) {
            return List.of();
        }
        return switch (record.topic()) {
            case Topics.WINDOWS -> List.of(document(IndexName.WINDOWS, record));
            case Topics.HOSTS -> List.of(document(IndexName.HOSTS, record));
            case Topics.DEAD_LETTERS -> List.of(document(IndexName.DEAD_LETTERS, record));
            case Topics.ALERTS -> alertAndHistory(record);
            default -> throw new IllegalArgumentException("no index for topic " + record.topic());
        };
    }

    private static IndexedDocument document(IndexName name, RawRecord record) {
        return new IndexedDocument(
                name.at(record.timestampMillis()),
                idOf(record),
                record.documentVersion(),
                inOneLine(record.value()));
    }

    /**
     * The alert stays in the index of the month in which it began, whenever it changes; each change
     * is kept beside it.
     */
    private static List<IndexedDocument> alertAndHistory(RawRecord record) {
        byte[] json = inOneLine(record.value());
        long beganMillis = record.timestampMillis();
        String transition = "";
        try {
            JsonNode alert = MAPPER.readTree(record.value()).path("hostpulse").path("alert");
            beganMillis = AlertId.beganMillis(alert.path("id").asText());
            transition = alert.path("transition").asText();
        } catch (IOException | NumberFormatException foreignRecord) {
            transition = record.origin();
        }
        return List.of(
                new IndexedDocument(
                        IndexName.ALERTS.at(beganMillis),
                        idOf(record),
                        record.documentVersion(),
                        json),
                new IndexedDocument(
                        IndexName.ALERT_HISTORY.at(beganMillis),
                        DocumentId.of(idOf(record), transition),
                        json));
    }

    /**
     * Documents of others may have several lines. To JSON a line feed is the same as a carriage
     * return: white space between values, an error within one.
     */
    private static byte[] inOneLine(byte[] json) {
        byte[] line = json;
        for (int i = 0; i < json.length; i++) {
            if (json[i] == '\n') {
                line = line == json ? json.clone() : line;
                line[i] = '\r';
            }
        }
        return line;
    }

    private static String idOf(RawRecord record) {
        String id = record.documentId();
        return DocumentId.of(id == null || id.isEmpty() ? record.origin() : id);
    }
}
