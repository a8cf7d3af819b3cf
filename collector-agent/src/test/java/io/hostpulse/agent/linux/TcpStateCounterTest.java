package io.hostpulse.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class TcpStateCounterTest {

    private int asked;

    @Test
    void theFirstServesAsLongAsItWorks() throws IOException {
        TcpStateCounter either =
                TcpStateCounter.either(
                        () -> new int[] {1},
                        () -> {
                            throw new IOException("not to be asked");
                        });

        assertThat(either.countByState()).containsExactly(1);
    }

    @Test
    void onceTheFirstFailsItIsNotAskedAgain() throws IOException {
        TcpStateCounter either =
                TcpStateCounter.either(
                        () -> {
                            asked++;
                            throw new UnsatisfiedLinkError("no native code here");
                        },
                        () -> new int[] {2});

        assertThat(either.countByState()).containsExactly(2);
        assertThat(either.countByState()).containsExactly(2);
        assertThat(asked).isEqualTo(1);
    }
}
