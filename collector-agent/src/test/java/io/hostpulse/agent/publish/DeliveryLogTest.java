package io.hostpulse.agent.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryLogTest {

    private final AtomicLong nanoTime = new AtomicLong();
    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final DeliveryLog log =
            new DeliveryLog("broker:9092", () -> 12, Duration.ofSeconds(5), nanoTime::get);

    @BeforeEach
    void catchTheLog() {
        System.setErr(new PrintStream(output, true, UTF_8));
    }

    @AfterEach
    void releaseTheLog() {
        System.setErr(standardError);
    }

    @Test
    void whatWorksIsNotWorthALine() {
        log.sent();
        log.delivered();
        nanoTime.addAndGet(Duration.ofHours(1).toNanos());
        log.watch();

        assertThat(lines()).isEmpty();
    }

    @Test
    void refusalIsSaidOnceAndSoIsItsEnd() {
        log.refusing(new TimeoutException("Topic samples not present"));
        log.refusing(new TimeoutException("Topic samples not present"));
        log.delivered();
        log.delivered();

        assertThat(lines()).hasSize(2);
        assertThat(lines().get(0)).contains("WARN", "broker:9092", "Topic samples not present");
        assertThat(lines().get(1)).contains("INFO", "again", "12");
    }

    @Test
    void anotherReasonIsSaidToo() {
        log.unreachable("samples");
        log.refusing(new KafkaException("broker:9092 is not Kafka: it answers HTTP"));
        log.unreachable("samples");
        log.refusing(new KafkaException("broker:9092 is not Kafka: it answers HTTP"));

        assertThat(lines()).hasSize(2);
        assertThat(lines().get(0)).contains("cannot be reached");
        assertThat(lines().get(1)).contains("is not Kafka: it answers HTTP");
    }

    @Test
    void silenceIsNoticedOnceTheAnswerIsOverdue() {
        log.sent();
        nanoTime.addAndGet(Duration.ofSeconds(4).toNanos());
        log.watch();
        assertThat(lines()).isEmpty();
        nanoTime.addAndGet(Duration.ofSeconds(2).toNanos());
        log.watch();

        assertThat(lines()).singleElement().asString().contains("does not answer");
    }

    @Test
    void samplesThatAreLostAtTheEndAreSaid() {
        log.stopped(0);
        assertThat(lines()).isEmpty();

        log.stopped(3);

        assertThat(lines())
                .singleElement()
                .asString()
                .contains("3 samples could neither be sent nor spooled");
    }

    private List<String> lines() {
        return output.toString(UTF_8).lines().toList();
    }
}
