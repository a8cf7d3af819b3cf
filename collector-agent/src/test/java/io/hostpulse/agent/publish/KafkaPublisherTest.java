package io.hostpulse.agent.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hostpulse.agent.spool.Spool;
import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaPublisherTest {

    private final Deque<Producer<String, byte[]>> connections = new ArrayDeque<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private volatile Optional<String> wrongServer = Optional.empty();
    private final KafkaPublisher publisher =
            new KafkaPublisher(
                    new Brokers("broker:9092", () -> wrongServer, this::connect),
                    "samples",
                    100,
                    Spool.none(),
                    50);

    @AfterEach
    void stop() {
        publisher.close();
    }

    @Test
    void aSampleGoesOutUnderItsHostIdDatedWithItsOwnTime() throws MalformedSampleException {
        MockProducer<String, byte[]> producer = producer(true);
        connections.add(producer);
        publisher.start();

        publisher.publish(sample(7));

        await().until(() -> !producer.history().isEmpty());
        ProducerRecord<String, byte[]> message = producer.history().get(0);
        assertThat(message.topic()).isEqualTo("samples");
        assertThat(message.key()).isEqualTo("host-1");
        assertThat(message.timestamp()).isEqualTo(7000);
        assertThat(SampleCodec.decode(message.value())).isEqualTo(sample(7));
    }

    @Test
    void whatIsQueuedIsSentInOrderBeforeItStops() {
        MockProducer<String, byte[]> producer = producer(true);
        connections.add(producer);
        for (int second = 1; second <= 90; second++) {
            publisher.publish(sample(second));
        }
        publisher.start();

        publisher.close();

        assertThat(producer.history()).hasSize(90).isSortedAccordingTo(BY_TIME);
        assertThat(producer.closed()).isTrue();
        assertThat(publisher.queuedSamples()).isZero();
        assertThat(publisher.droppedSamples()).isZero();
    }

    @Test
    void aConnectionThatCannotBeMadeIsTriedAgainAndNothingIsLost() {
        MockProducer<String, byte[]> producer = producer(true);
        connections.add(producer);
        attempts.set(-1);
        publisher.start();

        publisher.publish(sample(1));

        await().until(() -> producer.history().size() == 1);
        assertThat(publisher.droppedSamples()).isZero();
    }

    @Test
    void noConnectionIsMadeToWhatIsNotKafkaAndNothingIsLost() {
        wrongServer = Optional.of("broker:9092 is not Kafka: it answers HTTP");
        MockProducer<String, byte[]> producer = producer(true);
        publisher.start();
        publisher.publish(sample(1));
        await().during(Duration.ofMillis(300)).until(() -> attempts.get() == 0);

        connections.add(producer);
        wrongServer = Optional.empty();

        await().until(() -> producer.history().size() == 1);
        assertThat(publisher.droppedSamples()).isZero();
    }

    @Test
    void aConnectionThatBreaksIsReplacedAndTheSampleGoesOutOnTheNext() {
        MockProducer<String, byte[]> broken = producer(true);
        broken.sendException = new KafkaException("the producer is in an error state");
        MockProducer<String, byte[]> next = producer(true);
        connections.addAll(List.of(broken, next));
        publisher.start();

        publisher.publish(sample(1));
        publisher.publish(sample(2));

        await().until(() -> next.history().size() == 2);
        assertThat(next.history()).isSortedAccordingTo(BY_TIME);
        assertThat(broken.closed()).isTrue();
        assertThat(publisher.droppedSamples()).isZero();
    }

    @Test
    void whatIsNotAcknowledgedCountsAsWaiting() {
        MockProducer<String, byte[]> producer = producer(false);
        connections.add(producer);
        publisher.start();
        publisher.publish(sample(1));
        publisher.publish(sample(2));
        await().until(() -> producer.history().size() == 2);
        assertThat(publisher.queuedSamples()).isEqualTo(2);

        assertThat(producer.completeNext()).isTrue();

        await().until(() -> publisher.queuedSamples() == 1);
        producer.completeNext();
    }

    @Test
    void aSampleThatKafkaRefusesIsDroppedAndCountedAndTheNextGoesOut() {
        MockProducer<String, byte[]> producer = producer(false);
        connections.add(producer);
        publisher.start();
        publisher.publish(sample(1));
        publisher.publish(sample(2));
        await().until(() -> producer.history().size() == 2);

        producer.errorNext(new RecordTooLargeException("too large"));
        producer.completeNext();

        await().until(() -> publisher.droppedSamples() == 1 && publisher.queuedSamples() == 0);
    }

    @Test
    void onlyAsManyAreUnderWayAsTheProducerHoldsAndTheRestWaitsInTheQueue() {
        MockProducer<String, byte[]> producer = producer(false);
        connections.add(producer);
        publisher.start();
        for (int second = 1; second <= 80; second++) {
            publisher.publish(sample(second));
        }

        await().until(() -> producer.history().size() == 64);
        await().until(() -> publisher.queuedSamples() == 80);
        await().until(
                        () -> {
                            producer.completeNext();
                            return producer.history().size() == 80;
                        });
        await().until(() -> !producer.completeNext());
    }

    @Test
    void whileKafkaIsAwayTheOldestSamplesAreDroppedFirst() {
        for (int second = 1; second <= 103; second++) {
            publisher.publish(sample(second));
        }
        MockProducer<String, byte[]> producer = producer(true);
        connections.add(producer);
        publisher.start();

        publisher.close();

        assertThat(publisher.droppedSamples()).isEqualTo(3);
        assertThat(producer.history()).hasSize(100);
        assertThat(producer.history().get(0).timestamp()).isEqualTo(4000);
    }

    @Test
    void itStopsInTimeWhenKafkaDoesNotAnswer() {
        attempts.set(Integer.MIN_VALUE);
        publisher.publish(sample(1));
        publisher.start();
        Instant start = Instant.now();

        publisher.close();

        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
        assertThat(publisher.queuedSamples()).isEqualTo(1);
    }

    private static final java.util.Comparator<ProducerRecord<String, byte[]>> BY_TIME =
            java.util.Comparator.comparing(ProducerRecord::timestamp);

    /** Fails while the number of attempts is below zero. */
    private Producer<String, byte[]> connect() {
        if (attempts.getAndIncrement() < 0) {
            throw new KafkaException("no resolvable address");
        }
        return connections.remove();
    }

    private static MockProducer<String, byte[]> producer(boolean acknowledges) {
        return new MockProducer<>(
                acknowledges, null, new StringSerializer(), new ByteArraySerializer());
    }

    private static HostSample sample(int second) {
        return HostSample.newBuilder()
                .setSchemaVersion(SampleCodec.SCHEMA_VERSION)
                .setTime(SampleCodec.timestamp(Instant.ofEpochSecond(second)))
                .setHost(HostIdentity.newBuilder().setId("host-1"))
                .build();
    }
}
