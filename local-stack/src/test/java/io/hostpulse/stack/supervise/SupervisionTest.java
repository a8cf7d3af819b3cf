package io.hostpulse.stack.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.process.Launch;
import io.hostpulse.stack.process.ProcessIdentity;
import io.hostpulse.stack.process.RunRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SupervisionTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final FakeProcesses processes = new FakeProcesses();
    private final List<String> restarted = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private final Supervision supervision =
            new Supervision(
                    processes,
                    (component, time, cause) -> restarted.add(component.id() + ": " + cause),
                    log::add);

    @Test
    void whatRunsIsLeftAlone() {
        processes.start(Component.KAFKA, START);

        lookAt(START.plusSeconds(1));

        assertThat(restarted).isEmpty();
        assertThat(log).isEmpty();
    }

    @Test
    void whatHasEndedIsStartedAtOnceAndNothingElse() {
        processes.start(Component.KAFKA, START);
        processes.start(Component.ELASTICSEARCH, START);
        processes.end(Component.KAFKA);

        lookAt(START.plusSeconds(1));

        assertThat(restarted).containsExactly("kafka: killed");
        assertThat(log).containsExactly("Kafka has ended, killed; it is started again now");
        assertThat(processes.startedAt(Component.KAFKA)).isEqualTo(START.plusSeconds(1));
        assertThat(processes.startedAt(Component.ELASTICSEARCH)).isEqualTo(START);
    }

    @Test
    void whatEndsAgainWaitsAndIsToldOfOnce() {
        processes.start(Component.KAFKA, START);
        processes.end(Component.KAFKA);
        lookAt(START.plusSeconds(1));
        processes.end(Component.KAFKA);

        lookAt(START.plusSeconds(2));
        lookAt(START.plusMillis(2_500));
        assertThat(restarted).hasSize(1);

        lookAt(START.plusSeconds(3));
        assertThat(restarted).hasSize(2);
        assertThat(log)
                .containsExactly(
                        "Kafka has ended, killed; it is started again now",
                        "Kafka has ended, killed; it is started again in 1 s");
    }

    @Test
    void theTaskManagerGoesWithItsJobManager() {
        processes.start(Component.JOBMANAGER, START);
        processes.start(Component.TASKMANAGER, START);
        processes.end(Component.JOBMANAGER);

        lookAt(START.plusSeconds(1));

        assertThat(restarted)
                .containsExactly("jobmanager: killed", "taskmanager: its JobManager had ended");
    }

    @Test
    void aTaskManagerAloneTakesNothingAlong() {
        processes.start(Component.JOBMANAGER, START);
        processes.start(Component.TASKMANAGER, START);
        processes.end(Component.TASKMANAGER);

        lookAt(START.plusSeconds(1));

        assertThat(restarted).containsExactly("taskmanager: killed");
    }

    @Test
    void aCommandThatHasLeftItsServerBehindHasNotFailed() {
        processes.start(Component.ELASTICSEARCH, START);
        processes.end(Component.ELASTICSEARCH);
        processes.succeeded.add(Component.ELASTICSEARCH);

        lookAt(START.plusSeconds(1));

        assertThat(restarted).isEmpty();
    }

    @Test
    void nothingIsStartedWhileACommandStartsOrStops() {
        processes.start(Component.KAFKA, START);
        processes.end(Component.KAFKA);
        processes.isDisturbed = true;

        lookAt(START.plusSeconds(1));
        assertThat(restarted).isEmpty();

        processes.isDisturbed = false;
        lookAt(START.plusSeconds(2));
        assertThat(restarted).hasSize(1);
    }

    @Test
    void whatCannotBeStartedIsTriedAgainLaterAndStopsNothingElse() {
        processes.start(Component.KAFKA, START);
        processes.start(Component.AGENT, START);
        processes.end(Component.KAFKA);
        processes.end(Component.AGENT);
        processes.unstartable.add(Component.KAFKA);

        lookAt(START.plusSeconds(1));
        assertThat(restarted).containsExactly("agent: killed");

        processes.unstartable.clear();
        lookAt(START.plusMillis(1_500));
        assertThat(restarted).hasSize(1);
        lookAt(START.plusSeconds(2));
        assertThat(restarted).containsExactly("agent: killed", "kafka: killed");
    }

    private void lookAt(Instant now) {
        processes.now = now;
        supervision.look(now);
    }

    private static final class FakeProcesses implements ProcessTable {

        private final Map<Component, RunRecord> records = new EnumMap<>(Component.class);
        private final Set<RunRecord> alive = new HashSet<>();
        private final Set<Component> succeeded = new HashSet<>();
        private final Set<Component> unstartable = new HashSet<>();
        private boolean isDisturbed;
        private Instant now = START;

        void start(Component component, Instant time) {
            RunRecord record =
                    new RunRecord(
                            component,
                            new ProcessIdentity(17, time.toEpochMilli(), "boot"),
                            time,
                            "",
                            Path.of("log"),
                            Launch.of(List.of("serve"), Map.of()));
            records.put(component, record);
            alive.add(record);
        }

        void end(Component component) {
            alive.remove(records.get(component));
        }

        Instant startedAt(Component component) {
            return records.get(component).started();
        }

        @Override
        public List<RunRecord> all() {
            return List.copyOf(records.values());
        }

        @Override
        public boolean isAlive(RunRecord record) {
            return alive.contains(record);
        }

        @Override
        public String causeOfEnd(RunRecord ended) {
            return "killed";
        }

        @Override
        public boolean isSucceeded(RunRecord ended) {
            if (!succeeded.remove(ended.component())) {
                return false;
            }
            start(ended.component(), now);
            return true;
        }

        @Override
        public void restart(RunRecord ended) {
            if (unstartable.contains(ended.component())) {
                throw new StackException("it does not start");
            }
            start(ended.component(), now);
        }

        @Override
        public void kill(RunRecord record) {
            alive.remove(record);
        }

        @Override
        public boolean undisturbed(Runnable work) {
            if (!isDisturbed) {
                work.run();
            }
            return !isDisturbed;
        }
    }
}
