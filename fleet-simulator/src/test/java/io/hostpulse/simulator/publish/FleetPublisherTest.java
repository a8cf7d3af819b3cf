package io.hostpulse.simulator.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetRecord;
import io.hostpulse.simulator.Plans;
import io.hostpulse.simulator.scenario.Steady;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.Topics;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class FleetPublisherTest {

    private final Fleet fleet = new Fleet(Plans.everySecond(3, 4), List.of(new Steady()));
    private final VirtualTime time = new VirtualTime();
    private final RecordingProducer producer = new RecordingProducer();
    private final List<PublishProgress> progress = new ArrayList<>();

    /** Time that goes by only when somebody sleeps. */
    private static final class VirtualTime implements Waiting {
        private long nanos;

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public void sleepNanos(long duration) {
            assertThat(duration).isPositive();
            nanos += duration;
        }
    }

    /** Remembers when records were sent; refuses every fourth if told to. */
    private final class RecordingProducer extends MockProducer<String, byte[]> {
        private final List<Long> sentAtMillis = new ArrayList<>();
        private boolean refusesEveryFourth;
        private boolean interruptsAfterFive;

        RecordingProducer() {
            super(false, null, new StringSerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(
                ProducerRecord<String, byte[]> record, Callback callback) {
            sentAtMillis.add(time.nanoTime() / 1_000_000);
            Future<RecordMetadata> future = super.send(record, callback);
            if (refusesEveryFourth && sentAtMillis.size() % 4 == 0) {
                errorNext(new RecordTooLargeException("too big"));
            } else {
                completeNext();
            }
            if (interruptsAfterFive && sentAtMillis.size() == 5) {
                Thread.currentThread().interrupt();
            }
            return future;
        }
    }

    @Test
    void recordsCarryKeyTimestampAndValue() {
        PublishSummary summary = publish(Pace.AS_FAST_AS_POSSIBLE);

        List<ProducerRecord<String, byte[]>> sent = producer.history();
        List<FleetRecord> records = records();
        assertThat(sent).hasSize(12);
        for (int i = 0; i < sent.size(); i++) {
            assertThat(sent.get(i).topic()).isEqualTo(Topics.SAMPLES);
            assertThat(sent.get(i).key()).isEqualTo(records.get(i).key());
            assertThat(sent.get(i).timestamp()).isEqualTo(records.get(i).timestampMillis());
            assertThat(sent.get(i).value()).isEqualTo(records.get(i).value().toByteArray());
        }
        assertThat(summary.sent()).isEqualTo(12);
        assertThat(summary.failed()).isZero();
        assertThat(summary.took()).isZero();
        assertThat(summary.interrupted()).isFalse();
    }

    @Test
    void atRealPaceARecordIsSentWhenItArrives() {
        publish(Pace.REAL);

        assertThat(producer.sentAtMillis)
                .isEqualTo(
                        records().stream()
                                .map(each -> each.arrivalMillis() - Plans.START.toEpochMilli())
                                .toList());
    }

    @Test
    void atDoubleSpeedItTakesHalfTheTime() {
        PublishSummary atRealPace = publish(Pace.REAL);
        time.nanos = 0;
        PublishSummary atDoubleSpeed = publish(new Pace(2));

        assertThat(atDoubleSpeed.took().multipliedBy(2)).isEqualTo(atRealPace.took());
    }

    @Test
    void progressIsToldOnceASecond() {
        publish(Pace.REAL);

        assertThat(progress)
                .extracting(each -> each.elapsed().toMillis())
                .containsExactly(0L, 1000L, 2000L, 3000L);
        assertThat(progress).extracting(PublishProgress::sent).containsExactly(0L, 3L, 6L, 9L);
        assertThat(progress.get(2).sentPerSecond()).isEqualTo(3);
    }

    @Test
    void failuresAreCountedAndDoNotStopTheOthers() {
        producer.refusesEveryFourth = true;

        PublishSummary summary = publish(Pace.AS_FAST_AS_POSSIBLE);

        assertThat(summary.sent()).isEqualTo(9);
        assertThat(summary.failed()).isEqualTo(3);
        assertThat(summary.firstFailure()).contains("RecordTooLargeException", "too big");
    }

    @Test
    void whatWasAcknowledgedIsFoundAmongTheSameRecords() {
        producer.refusesEveryFourth = true;

        PublishSummary summary = publish(Pace.AS_FAST_AS_POSSIBLE);

        List<FleetRecord> taken = new ArrayList<>();
        summary.acknowledged().among(fleet.iterator()).forEachRemaining(taken::add);
        List<FleetRecord> expected = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            if (i % 4 != 3) {
                expected.add(records().get(i));
            }
        }
        assertThat(taken).isEqualTo(expected);
    }

    @Test
    void anInterruptEndsItWithWhatWasSentAndStaysOnTheThread() {
        producer.interruptsAfterFive = true;

        PublishSummary summary = publish(Pace.REAL);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(summary.interrupted()).isTrue();
        assertThat(summary.sent()).isEqualTo(5);
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void hostsSayGoodbyeWhenAllIsSent() throws Exception {
        PublishSummary summary = publishWithGoodbyes(Pace.AS_FAST_AS_POSSIBLE);

        assertThat(summary.sent()).isEqualTo(12);
        assertThat(producer.history()).hasSize(12 + 3);
        assertGoodbyes(producer.history().subList(12, 15), 3);
    }

    @Test
    void hostsThatHaveSentSomethingSayGoodbyeWhenItIsInterrupted() throws Exception {
        producer.interruptsAfterFive = true;

        PublishSummary summary = publishWithGoodbyes(Pace.REAL);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(summary.interrupted()).isTrue();
        assertGoodbyes(producer.history().subList(5, producer.history().size()), 3);
        assertThat(producer.closed()).isTrue();
    }

    private PublishSummary publishWithGoodbyes(Pace pace) {
        Goodbyes goodbyes = new Goodbyes();
        return new FleetPublisher(producer, time)
                .publish(
                        goodbyes.observing(fleet.iterator()),
                        goodbyes,
                        Plans.START,
                        pace,
                        progress::add);
    }

    private void assertGoodbyes(List<ProducerRecord<String, byte[]>> last, int hosts)
            throws Exception {
        assertThat(last).extracting(ProducerRecord::key).doesNotHaveDuplicates().hasSize(hosts);
        for (ProducerRecord<String, byte[]> each : last) {
            HostSample goodbye = SampleCodec.decode(each.value());
            long newestMillis =
                    producer.history().stream()
                            .filter(sample -> sample.key().equals(each.key()))
                            .filter(sample -> !last.contains(sample))
                            .mapToLong(ProducerRecord::timestamp)
                            .max()
                            .orElseThrow();
            assertThat(goodbye.getGoodbye()).isEqualTo(Goodbye.REMOVED);
            assertThat(goodbye.getHost().getId()).isEqualTo(each.key());
            assertThat(SampleCodec.timeMillis(goodbye)).isEqualTo(newestMillis + 1);
        }
    }

    @Test
    void anAddressWithoutKafkaIsAnErrorWithinTheTimeGiven() {
        assertThatThrownBy(() -> FleetPublisher.connect("127.0.0.1:1", Duration.ofMillis(300)))
                .isInstanceOf(BrokerUnavailableException.class)
                .hasMessage("Kafka at 127.0.0.1:1 does not answer within 300 ms");
    }

    @Test
    void anAddressThatIsNoneIsAnError() {
        assertThatThrownBy(() -> FleetPublisher.connect("kafka", Duration.ofMillis(300)))
                .isInstanceOf(BrokerUnavailableException.class)
                .hasMessageStartingWith("'kafka' is no address of Kafka: ");
    }

    private PublishSummary publish(Pace pace) {
        FleetPublisher publisher = new FleetPublisher(producer, time);
        return publisher.publish(fleet.iterator(), Plans.START, pace, progress::add);
    }

    private List<FleetRecord> records() {
        List<FleetRecord> records = new ArrayList<>();
        fleet.forEach(records::add);
        return records;
    }
}
