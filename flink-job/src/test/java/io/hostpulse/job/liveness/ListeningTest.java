package io.hostpulse.job.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Times are seconds of this machine's clock. */
class ListeningTest {

    private final Listening listening = new Listening();

    @Test
    void aHostIsSilentFromWhenItWasHeardLastWhileOthersAreHeard() {
        for (int second = 0; second <= 100; second += 10) {
            hear("other", second);
            if (second <= 50) {
                hear("gone", second + 5);
            }
        }

        assertThat(silentSince(55, 85)).isEqualTo(55);
        assertThat(silentSince(55, 105)).isEqualTo(55);
    }

    @Test
    void soIsTheOnlyHost() {
        hear("only", 0);
        hear("only", 10);

        assertThat(silentSince(10, 40)).isEqualTo(10);
    }

    @Test
    void hostsThatFallSilentTogetherAreGivenHalfAMinuteMore() {
        hear("a", 2);
        hear("b", 10);

        assertThat(silentSince(2, 29)).isEqualTo(2);
        assertThat(silentSince(2, 32)).isEqualTo(40);
        assertThat(silentSince(2, 70)).isEqualTo(40);
    }

    @Test
    void whenOneIsHeardAgainTheOthersSilenceBeginsThen() {
        hear("a", 2);
        hear("b", 10);
        hear("b", 50);

        assertThat(silentSince(2, 55)).isEqualTo(50);
        assertThat(silentSince(2, 69)).isEqualTo(50);
    }

    @Test
    void noSilenceIsPutOffForLongerThanAMinute() {
        hear("a", 0);
        hear("b", 10);
        hear("b", 40);
        hear("b", 65);

        assertThat(silentSince(0, 70)).isEqualTo(60);
    }

    @Test
    void hostsThatHaveSaidGoodbyeAreNotMissed() {
        hear("a", 2);
        hear("b", 10);
        listening.part();
        hear("a", 12);

        assertThat(silentSince(12, 42)).isEqualTo(12);
    }

    @Test
    void whoHasBeenAloneForAMinuteIsNotSeveral() {
        hear("a", 0);
        hear("b", 1);
        for (int second = 10; second <= 70; second += 10) {
            hear("b", second);
        }

        assertThat(silentSince(70, 100)).isEqualTo(70);
    }

    @Test
    void noSilenceBeginsBeforeTheFirstSampleAfterARestart() {
        hear("a", 100);
        hear("b", 101);

        assertThat(silentSince(50, 105)).isEqualTo(100);
    }

    private void hear(String hostId, int second) {
        listening.hear(hostId, second * 1_000L);
    }

    private long silentSince(int arrivalSecond, int nowSecond) {
        return listening.silentSince(arrivalSecond * 1_000L, nowSecond * 1_000L) / 1_000;
    }
}
