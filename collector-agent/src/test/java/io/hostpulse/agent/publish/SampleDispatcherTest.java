package io.hostpulse.agent.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hostpulse.agent.spool.DiskSpool;
import io.hostpulse.agent.spool.Spool;
import io.hostpulse.agent.spool.SpoolLimits;
import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleDispatcherTest {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int RATE = 50;

    @TempDir private Path directory;

    private final AtomicLong nanoTime = new AtomicLong();
    private final BlockingQueue<MockProducer<String, byte[]>> producers =
            new LinkedBlockingQueue<>();
    private final SampleQueue queue = new SampleQueue(100);
    private Spool spool;
    private SampleDispatcher dispatcher;

    @AfterEach
    void close() {
        dispatcher.stop();
        spool.close();
    }

    @Test
    void whileKafkaAcknowledgesNothingIsSpooled() {
        MockProducer<String, byte[]> kafka = connected();

        publish(1, 2, 3);
        advance(PATIENCE.minusNanos(1));
        acknowledgeAll(kafka);
        advance(Duration.ofHours(1));

        assertThat(sequences(kafka)).containsExactly(1L, 2L, 3L);
        assertThat(spool.samples()).isZero();
        assertThat(dispatcher.hasUnsettled()).isFalse();
    }

    @Test
    void whatIsNotAcknowledgedInTimeIsSpooledAndWhatFollowsAtOnce() {
        MockProducer<String, byte[]> kafka = connected();
        publish(1, 2);
        assertThat(spool.samples()).isZero();

        advance(PATIENCE);
        assertThat(spool.samples()).isEqualTo(2);
        publish(3);

        assertThat(spool.samples()).isEqualTo(3);
        assertThat(sequences(kafka)).containsExactly(1L, 2L);
        assertThat(dispatcher.hasUnsettled()).isFalse();
    }

    @Test
    void whatArrivesAfterAllIsNotSentAgain() {
        MockProducer<String, byte[]> kafka = outage(1, 2);

        acknowledgeAll(kafka);
        replay(Duration.ofMinutes(1));

        assertThat(sequences(kafka)).containsExactly(1L, 2L);
        assertThat(spool.samples()).isZero();
    }

    @Test
    void whatIsReplayedSaysSoAndIsTheSameOtherwise() {
        MockProducer<String, byte[]> kafka = outage(1);
        publish(2);
        acknowledgeAll(kafka);
        replay(Duration.ofMillis(1));

        HostSample sent = samples(kafka).get(1);

        HostSample.Builder expected = sample(2).toBuilder();
        expected.getAgentBuilder().setSpooled(true);
        assertThat(sent).isEqualTo(expected.build());
        ProducerRecord<String, byte[]> message = kafka.history().get(1);
        assertThat(message.key()).isEqualTo("host-1");
        assertThat(message.timestamp()).isEqualTo(2000);
    }

    @Test
    void replayIsInOrderAndLimitedAndNewSamplesDoNotWaitForIt() {
        MockProducer<String, byte[]> kafka = outage(1);
        publish(IntStream.rangeClosed(2, 300).toArray());
        acknowledgeAll(kafka);

        for (int tenth = 0; tenth < 20; tenth++) {
            replay(Duration.ofMillis(100));
            acknowledgeAll(kafka);
        }
        publish(1000);
        int sentInTwoSeconds = kafka.history().size() - 2;

        assertThat(sentInTwoSeconds).isBetween(2 * RATE - 5, 2 * RATE + 15);
        assertThat(sequences(kafka)).last().isEqualTo(1000L);
        assertThat(sequences(kafka).subList(0, sentInTwoSeconds + 1)).isSorted();
        for (int tenth = 0; tenth < 60; tenth++) {
            replay(Duration.ofMillis(100));
            acknowledgeAll(kafka);
        }
        assertThat(spool.samples()).isZero();
        assertThat(sequences(kafka)).hasSize(301).doesNotHaveDuplicates();
    }

    @Test
    void aConnectionThatBreaksLosesNothing() {
        MockProducer<String, byte[]> broken = connected();
        publish(1, 2);
        broken.errorNext(new TopicAuthorizationException("not allowed"));
        dispatcher.step();
        assertThat(broken.closed()).isTrue();
        assertThat(spool.samples()).isEqualTo(2);

        MockProducer<String, byte[]> next = connect();
        awaitReplay(next, 2);
        acknowledgeAll(next);

        assertThat(sequences(next)).containsExactly(1L, 2L);
        assertThat(spool.samples()).isZero();
        assertThat(dispatcher.refused()).isZero();
    }

    @Test
    void aConnectionThatStaysSilentIsReplacedAndLosesNothing() {
        MockProducer<String, byte[]> silent = outage(1, 2);
        advance(Duration.ofSeconds(59));
        assertThat(silent.closed()).isFalse();
        advance(Duration.ofSeconds(1));
        assertThat(silent.closed()).isTrue();

        MockProducer<String, byte[]> next = connect();
        awaitReplay(next, 2);
        acknowledgeAll(next);

        assertThat(sequences(next)).containsExactly(1L, 2L);
        assertThat(spool.samples()).isZero();
    }

    @Test
    void silenceAfterTheFirstOfTwoAnswersIsSaidToo() {
        PrintStream standardError = System.err;
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        System.setErr(new PrintStream(output, true, UTF_8));
        try {
            MockProducer<String, byte[]> kafka = connected();
            publish(1, 2);
            kafka.completeNext();
            dispatcher.step();
            advance(PATIENCE.plusNanos(1));
        } finally {
            System.setErr(standardError);
        }

        assertThat(output.toString(UTF_8)).contains("it does not answer");
    }

    @Test
    void aBreakInTheMiddleOfAReplayRepeatsWhatWasNotAcknowledged() {
        MockProducer<String, byte[]> kafka = outage(1);
        publish(2, 3, 4);
        acknowledgeAll(kafka);
        replay(Duration.ofSeconds(1));
        assertThat(sequences(kafka)).containsExactly(1L, 2L, 3L, 4L);
        kafka.completeNext();
        kafka.errorNext(new KafkaException("fenced"));
        dispatcher.step();

        MockProducer<String, byte[]> next = connect();
        awaitReplay(next, 2);

        assertThat(sequences(next)).containsExactly(3L, 4L);
    }

    @Test
    void aStopSpoolsWhatIsNotAcknowledgedAndTheNextStartSendsIt() {
        connected();
        publish(1, 2);
        dispatcher.stop();
        spool.close();

        MockProducer<String, byte[]> kafka = connected();
        awaitReplay(kafka, 2);

        assertThat(sequences(kafka)).containsExactly(1L, 2L);
    }

    @Test
    void withoutAConnectionSamplesWaitASecondInMemoryBeforeTheyAreSpooled() {
        start();
        publish(1);
        assertThat(spool.samples()).isZero();
        assertThat(dispatcher.hasUnsettled()).isTrue();

        advance(PATIENCE);
        publish(2);

        assertThat(spool.samples()).isEqualTo(2);
        assertThat(queue.size()).isZero();
    }

    @Test
    void withoutASpoolTheyWaitInMemoryAndAreSentInOrder() {
        spool = Spool.none();
        startWith(spool);
        publish(1);
        advance(PATIENCE);
        publish(2, 3);
        assertThat(queue.size()).isEqualTo(3);

        MockProducer<String, byte[]> kafka = connect();

        assertThat(sequences(kafka)).containsExactly(1L, 2L, 3L);
    }

    private void start() {
        spool =
                DiskSpool.open(
                        directory,
                        new SpoolLimits(16 * 1024 * 1024, Duration.ofDays(36_500)),
                        Clock.systemUTC());
        startWith(spool);
    }

    private void startWith(Spool used) {
        DeliveryLog log = new DeliveryLog("broker:9092", () -> 0, PATIENCE, nanoTime::get);
        dispatcher =
                new SampleDispatcher(
                        queue,
                        used,
                        new KafkaConnector(
                                "samples",
                                new Brokers("broker:9092", Optional::empty, this::take),
                                log,
                                queue::wake),
                        new ReplayRate(RATE, 0),
                        log,
                        PATIENCE,
                        nanoTime::get);
        dispatcher.step();
    }

    private MockProducer<String, byte[]> connected() {
        start();
        return connect();
    }

    /** A connection that acknowledges nothing by itself. */
    private MockProducer<String, byte[]> connect() {
        MockProducer<String, byte[]> producer =
                new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
        producers.add(producer);
        await().until(
                        () -> {
                            dispatcher.step();
                            return dispatcher.isConnected();
                        });
        return producer;
    }

    /** Kafka takes these samples, acknowledges none, and counts as away. */
    private MockProducer<String, byte[]> outage(int... sequences) {
        MockProducer<String, byte[]> kafka = connected();
        publish(sequences);
        advance(PATIENCE);
        return kafka;
    }

    private Producer<String, byte[]> take() {
        try {
            return producers.take();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void publish(int... sequences) {
        for (int sequence : sequences) {
            queue.add(dispatcher.queued(EncodedSample.of(sample(sequence)), nanoTime.get()));
            dispatcher.step();
        }
    }

    private void advance(Duration time) {
        nanoTime.addAndGet(time.toNanos());
        dispatcher.step();
    }

    private void replay(Duration time) {
        advance(time);
        dispatcher.replay();
    }

    private void awaitReplay(MockProducer<String, byte[]> producer, int count) {
        await().until(
                        () -> {
                            replay(Duration.ofMillis(1));
                            return producer.history().size() == count;
                        });
    }

    private void acknowledgeAll(MockProducer<String, byte[]> producer) {
        boolean more = true;
        while (more) {
            more = producer.completeNext();
        }
        dispatcher.step();
    }

    private static List<Long> sequences(MockProducer<String, byte[]> producer) {
        return samples(producer).stream().map(sample -> sample.getAgent().getSequence()).toList();
    }

    private static List<HostSample> samples(MockProducer<String, byte[]> producer) {
        List<HostSample> samples = new ArrayList<>();
        for (ProducerRecord<String, byte[]> message : producer.history()) {
            samples.add(decode(message.value()));
        }
        return samples;
    }

    private static HostSample decode(byte[] value) {
        try {
            return SampleCodec.decode(value);
        } catch (MalformedSampleException e) {
            throw new AssertionError(e);
        }
    }

    private static HostSample sample(int sequence) {
        return HostSample.newBuilder()
                .setSchemaVersion(SampleCodec.SCHEMA_VERSION)
                .setTime(SampleCodec.timestamp(Instant.ofEpochSecond(sequence)))
                .setHost(HostIdentity.newBuilder().setId("host-1"))
                .setAgent(AgentIdentity.newBuilder().setRunId("run").setSequence(sequence))
                .build();
    }
}
