package io.hostpulse.stack.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.wire.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records that no part of the stack can use. */
final class Garbage {

    /** What keys of them begin with. */
    static final String KEY = "chaos-garbage-";

    /** Neither protobuf nor JSON begins with it. */
    private static final byte NO_TAG = 0x07;

    private Garbage() {}

    static List<ProducerRecord<byte[], byte[]>> of(Fault.SendGarbage fault) {
        Random random = new Random(fault.seed());
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < fault.records(); i++) {
            byte[] key = (KEY + Long.toHexString(fault.seed()) + "-" + i).getBytes(UTF_8);
            records.add(
                    switch (random.nextInt(5)) {
                        case 0 -> new ProducerRecord<>(Topics.SAMPLES, key, bytes(random));
                        case 1 -> new ProducerRecord<>(Topics.SAMPLES, key, new byte[0]);
                        case 2 -> new ProducerRecord<>(Topics.SAMPLES, key, text("{\"host\": "));
                        case 3 ->
                                new ProducerRecord<>(
                                        Topics.SAMPLES,
                                        key,
                                        text("{\"schemaVersion\": 1, \"host\": {\"id\": \"x\"}}"));
                        default ->
                                new ProducerRecord<>(
                                        Topics.RULES,
                                        key,
                                        text("{\"id\": \"chaos\", \"when\": 5}"));
                    });
        }
        return records;
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(5_000)];
        random.nextBytes(bytes);
        bytes[0] = NO_TAG;
        return bytes;
    }

    private static byte[] text(String json) {
        return json.getBytes(UTF_8);
    }
}
