package io.hostpulse.job.pattern;

import static io.hostpulse.job.ConditionEvents.burst;
import static io.hostpulse.job.ConditionEvents.event;
import static io.hostpulse.job.model.ConditionEvent.Phase.BURST;
import static io.hostpulse.job.model.ConditionEvent.Phase.LAPSES;
import static io.hostpulse.job.model.ConditionEvent.Phase.MUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.ConditionEvents;
import io.hostpulse.job.model.ConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatedBurstsTest {

    private static final long WITHIN = 1_000;

    private PatternHarness<ConditionEvent> pattern;

    @BeforeEach
    void open() throws Exception {
        pattern =
                new PatternHarness<>(
                        ConditionEvent.class,
                        ConditionEvent::alertKey,
                        RepeatedBursts.pattern(),
                        new RepeatedBursts.TakeVerdict());
    }

    @AfterEach
    void close() throws Exception {
        pattern.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 20})
    void completesAtTheLastOfAsManyBurstsAsTheRuleWants(int times) throws Exception {
        for (int i = 1; i < times; i++) {
            pattern.feed(burst(100 + i, 5, times, WITHIN));
            assertThat(pattern.out()).isEmpty();
        }
        pattern.feed(burst(1_101, 5, times, WITHIN));

        assertThat(pattern.out()).containsExactly(burst(1_101, 5, times, WITHIN).began(96));
    }

    @Test
    void doesNotCompleteWhenTheLastIsOneMillisecondLate() throws Exception {
        pattern.feed(burst(0, 0, 3, WITHIN), burst(10, 0, 3, WITHIN), burst(1_001, 0, 3, WITHIN));

        assertThat(pattern.out()).isEmpty();
    }

    @Test
    void countsTheBurstsOfTheNewestTimeOnly() throws Exception {
        pattern.feed(burst(0, 0, 3, WITHIN), burst(900, 0, 3, WITHIN), burst(1_100, 0, 3, WITHIN));
        assertThat(pattern.out()).isEmpty();

        pattern.feed(burst(1_900, 7, 3, WITHIN));
        assertThat(pattern.out()).containsExactly(burst(1_900, 7, 3, WITHIN).began(900));
    }

    @Test
    void startsAgainAfterALapse() throws Exception {
        ConditionEvent lapse = event(LAPSES, 30, 0, 0, 0);
        pattern.feed(burst(10, 0, 3, WITHIN), burst(20, 0, 3, WITHIN), lapse);
        assertThat(pattern.out()).containsExactly(lapse);
        assertThat(pattern.stateEntries()).isZero();

        pattern.feed(burst(40, 0, 3, WITHIN), burst(50, 0, 3, WITHIN));
        assertThat(pattern.out()).isEmpty();
        pattern.feed(burst(60, 0, 3, WITHIN));
        assertThat(pattern.out()).containsExactly(burst(60, 0, 3, WITHIN).began(40));
    }

    @Test
    void goesOnOverAChangeOfMuteAndHandsThatOnOnce() throws Exception {
        ConditionEvent mute = event(MUTE, 25, 0, 0, 0);
        pattern.feed(mute, burst(10, 0, 3, WITHIN), burst(20, 0, 3, WITHIN), mute, mute);
        assertThat(pattern.out()).containsExactly(mute, mute, mute);

        pattern.feed(burst(30, 0, 3, WITHIN), mute, burst(40, 0, 3, WITHIN));
        assertThat(pattern.out())
                .containsExactly(
                        burst(30, 0, 3, WITHIN).began(10), mute, burst(40, 0, 3, WITHIN).began(20));
    }

    @Test
    void handsOnALapseOnceHoweverMuchHasBegun() throws Exception {
        ConditionEvent lapse = event(LAPSES, 30, 0, 0, 0);

        pattern.feed(lapse, burst(10, 0, 5, WITHIN), burst(20, 0, 5, WITHIN));
        pattern.feed(burst(30, 0, 5, WITHIN), lapse, lapse);

        assertThat(pattern.out()).containsExactly(lapse, lapse, lapse);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 20})
    void agreesWithASimpleComputationOnRandomEvents(int times) throws Exception {
        Random random = new Random(times);
        List<ConditionEvent> expected = new ArrayList<>();
        List<ConditionEvent> bursts = new ArrayList<>();
        long time = 0;
        for (int i = 0; i < 1_000; i++) {
            time += random.nextInt(2_200 / times);
            if (random.nextInt(40) == 0) {
                ConditionEvent lapse = event(LAPSES, time, 0, 0, 0);
                pattern.feed(lapse);
                expected.add(lapse);
                bursts.clear();
            } else if (random.nextInt(10) == 0) {
                ConditionEvent mute = event(MUTE, time, 0, 0, 0);
                pattern.feed(mute);
                expected.add(mute);
            } else {
                ConditionEvent burst = burst(time, random.nextInt(5), times, WITHIN);
                pattern.feed(burst);
                bursts.add(burst);
                ConditionEvent first = bursts.get(Math.max(0, bursts.size() - times));
                if (bursts.size() >= times && time - first.timeMillis() <= WITHIN) {
                    expected.add(burst.began(first.runBeganMillis()));
                }
            }
        }

        assertThat(expected).extracting(ConditionEvent::phase).contains(BURST, LAPSES);
        assertThat(pattern.out()).isEqualTo(expected);
    }

    @Test
    void keepsNoMoreBurstsThanTheRuleWantsHoweverManyCome() throws Exception {
        int most = 0;
        for (int i = 0; i < 500; i++) {
            pattern.setProcessingTime(i);
            pattern.feed(burst(i, 0, 4, WITHIN));
            if (i == 10) {
                most = pattern.stateEntries();
            }
        }

        assertThat(pattern.stateEntries()).isEqualTo(most);
    }

    @Test
    void keepsNothingOfTenThousandThatBeganAndLapsed() throws Exception {
        for (int key = 0; key < 10_000; key++) {
            String alertKey = "bursts|host-" + key + "|";
            pattern.setProcessingTime(key);
            pattern.feed(
                    ConditionEvents.of(alertKey, burst(0, 0, 3, WITHIN)),
                    ConditionEvents.of(alertKey, burst(1, 0, 3, WITHIN)),
                    ConditionEvents.of(alertKey, event(LAPSES, 2_000, 0, 0, 0)));
        }

        assertThat(pattern.stateEntries()).isZero();
    }
}
