package io.hostpulse.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hostpulse.agent.linux.Statvfs.Space;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatientStatvfsTest {

    private static final Space SPACE = new Space(1000, 500, 400, 100, 90);

    private final CountDownLatch serverIsBack = new CountDownLatch(1);
    private final AtomicInteger questions = new AtomicInteger();

    @Test
    void anAnswerComesThrough() throws IOException {
        Statvfs patient = new PatientStatvfs(mountPoint -> SPACE, Duration.ofMinutes(1));

        assertThat(patient.query("/mnt/nfs")).isEqualTo(SPACE);
    }

    @Test
    void aServerThatIsGoneIsAskedOnceAndAgainWhenItIsBack() {
        Statvfs patient = new PatientStatvfs(this::hang, Duration.ofMillis(1));
        assertThatThrownBy(() -> patient.query("/mnt/nfs")).hasMessageContaining("did not answer");
        assertThatThrownBy(() -> patient.query("/mnt/nfs")).hasMessageContaining("not answer");
        await().untilAtomic(questions, org.hamcrest.Matchers.is(1));

        serverIsBack.countDown();

        await().ignoreExceptions().until(() -> patient.query("/mnt/nfs").equals(SPACE));
    }

    @Test
    void aRefusalSaysWhyAndWhere() {
        Statvfs patient =
                new PatientStatvfs(
                        mountPoint -> {
                            throw new IOException("Stale file handle");
                        },
                        Duration.ofMinutes(1));

        assertThatThrownBy(() -> patient.query("/mnt/nfs"))
                .isInstanceOf(IOException.class)
                .hasMessage("/mnt/nfs: Stale file handle");
    }

    private Space hang(String mountPoint) throws IOException {
        questions.incrementAndGet();
        try {
            serverIsBack.await();
            return SPACE;
        } catch (InterruptedException e) {
            throw new InterruptedIOException(mountPoint);
        }
    }
}
