package io.hostpulse.job.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.job.model.DeadLetter;
import io.hostpulse.job.model.KafkaDocument;
import io.hostpulse.job.model.RawRecord;
import java.util.Arrays;
import java.util.Base64;

/** The document of refused input: the bytes, why they were refused, and where they came from. */
public final class DeadLetterDocument {

    /** Of longer values only the beginning is kept. */
    public static final int MAX_KEPT_BYTES = 64 * 1024;

    private static final int MAX_MESSAGE_LENGTH = 2_000;

    private DeadLetterDocument() {}

    public static KafkaDocument of(DeadLetter letter) {
        RawRecord record = letter.record();
        // refused again in a replay, it is the same document in the same day's index
        long timeMillis = record.arrivalMillis(letter.refusedMillis());
        byte[] value = record.value() == null ? new byte[0] : record.value();
        Json json =
                new Json()
                        .putTime("@timestamp", timeMillis)
                        .put("event.kind", "pipeline_error")
                        .put("hostpulse.dead_letter.category", letter.category())
                        .put("hostpulse.dead_letter.message", shorten(letter.message()))
                        .put("hostpulse.dead_letter.topic", record.topic())
                        .put("hostpulse.dead_letter.partition", (long) record.partition())
                        .put("hostpulse.dead_letter.offset", record.offset())
                        .putTime("hostpulse.dead_letter.record_time", record.timestampMillis())
                        .put("hostpulse.dead_letter.size.bytes", (long) value.length)
                        .put("hostpulse.dead_letter.value.base64", encodeBeginning(value));
        if (record.key() != null) {
            json.put("hostpulse.dead_letter.key", new String(record.key(), UTF_8));
        }
        return new KafkaDocument(
                record.origin(), DocumentId.of(record.origin()), 0, timeMillis, json.toBytes());
    }

    /** What is kept of a value, in Base64. */
    static String encodeBeginning(byte[] value) {
        byte[] kept = value.length > MAX_KEPT_BYTES ? Arrays.copyOf(value, MAX_KEPT_BYTES) : value;
        return Base64.getEncoder().encodeToString(kept);
    }

    static String shorten(String message) {
        return message.length() <= MAX_MESSAGE_LENGTH
                ? message
                : message.substring(0, MAX_MESSAGE_LENGTH) + "…";
    }
}
