package io.hostpulse.stack.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.stack.Component;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class QuestionsTest {

    private static final Set<Component> ALIVE =
            EnumSet.of(Component.KAFKA, Component.JOBMANAGER, Component.ELASTICSEARCH);

    private final List<String> problems = new ArrayList<>();

    @Test
    void whoDoesNotAnswerIsWaitedForNoLongerThanTheLimitAndTheOthersAreHeard() {
        CountDownLatch never = new CountDownLatch(1);
        try (Questions questions = new Questions(Duration.ofMillis(200), ALIVE, problems)) {
            var halted =
                    questions.ask(
                            Component.KAFKA,
                            () -> {
                                try {
                                    never.await();
                                } catch (InterruptedException closed) {
                                    Thread.currentThread().interrupt();
                                }
                                return 1;
                            });
            var well = questions.ask(Component.JOBMANAGER, () -> 2);

            assertThat(halted.await()).isEmpty();
            assertThat(well.await()).contains(2);
            assertThat(questions.ask(Component.ALERTMANAGER, () -> 3).await()).isEmpty();
        }
        assertThat(problems)
                .containsExactly("Kafka runs, but has not answered for 0 s: is it halted?");
    }

    @Test
    void theSameTroubleIsToldOnce() {
        try (Questions questions = new Questions(Duration.ofSeconds(30), ALIVE, problems)) {
            for (int i = 0; i < 2; i++) {
                assertThat(
                                questions
                                        .ask(
                                                Component.ELASTICSEARCH,
                                                () -> {
                                                    throw new UncheckedIOException(
                                                            "http://x does not answer",
                                                            new IOException());
                                                })
                                        .await())
                        .isEmpty();
            }
        }
        assertThat(problems).containsExactly("Elasticsearch runs, but http://x does not answer");
    }
}
