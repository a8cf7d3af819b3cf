package io.hostpulse.stack.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.chaos.Fault.DeleteRule;
import io.hostpulse.stack.chaos.Fault.FillDisk;
import io.hostpulse.stack.chaos.Fault.Freeze;
import io.hostpulse.stack.chaos.Fault.Kill;
import io.hostpulse.stack.chaos.Fault.PutRule;
import io.hostpulse.stack.chaos.Fault.Rollback;
import io.hostpulse.stack.chaos.Fault.SendGarbage;
import io.hostpulse.stack.chaos.Fault.Terminate;
import io.hostpulse.stack.chaos.Fault.Upgrade;
import io.hostpulse.stack.process.ProcessIdentity;
import io.hostpulse.stack.process.RunRecord;
import io.hostpulse.stack.process.RunRecords;
import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Does to a stack what a schedule says. What takes time goes on by itself. */
final class FaultInjector implements AutoCloseable {

    private final ChaosStack stack;
    private final Sender sender;
    private final ChaosLog log;
    private final RunRecords records;
    private final ScheduledExecutorService later = Executors.newScheduledThreadPool(2);
    private final ExecutorService commands = Executors.newSingleThreadExecutor();
    private final AtomicInteger lasting = new AtomicInteger();
    private final AtomicInteger changes = new AtomicInteger();
    private final List<ProcessIdentity> frozen = new CopyOnWriteArrayList<>();
    private final List<Instant> alertmanagerEnds = new CopyOnWriteArrayList<>();
    private volatile Optional<JobCommand> command = Optional.empty();

    FaultInjector(ChaosStack stack, Sender sender, ChaosLog log) {
        this.stack = stack;
        this.sender = sender;
        this.log = log;
        this.records = new RunRecords(stack.data().run());
    }

    /**
     * @return why it could not be done; empty if it was
     */
    Optional<String> inject(Fault fault) {
        if (fault instanceof Kill kill) {
            return kill(kill);
        } else if (fault instanceof Terminate terminate) {
            noteEnd(terminate.component());
            return toRecorded(terminate.component(), record -> record.process().terminate());
        } else if (fault instanceof Freeze freeze) {
            return toRecorded(freeze.component(), record -> freeze(record, freeze.length()));
        } else if (fault instanceof FillDisk fill) {
            return fill(fill);
        } else if (fault instanceof SendGarbage garbage) {
            Garbage.of(garbage).forEach(sender::send);
            return Optional.empty();
        } else if (fault instanceof PutRule put) {
            return writeRule(ChaosRules.changing(put.threshold()).getBytes(UTF_8));
        } else if (fault instanceof DeleteRule) {
            return writeRule(null);
        } else if (fault instanceof Upgrade upgrade) {
            return change(
                    List.of(
                            "upgrade",
                            "--parallelism=" + upgrade.parallelism(),
                            "--job-option=--checkpoint-interval="
                                    + HumanDuration.format(upgrade.checkpointInterval())));
        } else if (fault instanceof Rollback) {
            return change(List.of("rollback"));
        }
        return Optional.empty(); // clocks are set by the fleet itself
    }

    private Optional<String> kill(Kill kill) {
        List<RunRecord> here =
                kill.components().stream()
                        .filter(this::isThere)
                        .flatMap(component -> records.find(component).stream())
                        .toList();
        here.forEach(record -> noteEnd(record.component()));
        here.forEach(record -> record.process().kill());
        return here.isEmpty() ? Optional.of("it is not there") : Optional.empty();
    }

    /** Whether anything goes on that was begun here. */
    boolean isBusy() {
        return lasting.get() > 0 || !sender.isDone();
    }

    /** When Alertmanager was ended, and forgot whom it had told of what. */
    List<Instant> alertmanagerEnds() {
        return List.copyOf(alertmanagerEnds);
    }

    /** Ends at once what goes on. */
    @Override
    public void close() {
        later.shutdownNow();
        commands.shutdownNow();
        command.ifPresent(JobCommand::kill);
        frozen.forEach(FaultInjector::thaw);
    }

    private boolean isThere(Component component) {
        return records.find(component).filter(RunRecord::isAlive).isPresent();
    }

    private void noteEnd(Component component) {
        if (component == Component.ALERTMANAGER) {
            alertmanagerEnds.add(Instant.now());
        }
    }

    private Optional<String> toRecorded(Component component, Consumer<RunRecord> action) {
        Optional<RunRecord> record = records.find(component).filter(RunRecord::isAlive);
        record.ifPresent(action);
        return record.isPresent() ? Optional.empty() : Optional.of("it is not there");
    }

    private void freeze(RunRecord record, Duration length) {
        ProcessIdentity process = record.process();
        frozen.add(process);
        signal("-STOP", process);
        after(length, () -> thaw(process));
    }

    private static void thaw(ProcessIdentity process) {
        signal("-CONT", process);
    }

    private static void signal(String signal, ProcessIdentity process) {
        if (process.isAlive()) {
            SystemCommand.run("kill", signal, Long.toString(process.pid()));
        }
    }

    private Optional<String> fill(FillDisk fill) {
        if (!stack.disks().has(fill.disk())) {
            return Optional.of("this user may not mount a small file system");
        }
        stack.disks().fill(fill.disk());
        after(fill.length(), () -> stack.disks().free(fill.disk()));
        return Optional.empty();
    }

    private void after(Duration length, Runnable end) {
        lasting.incrementAndGet();
        later.schedule(
                () -> {
                    try {
                        end.run();
                    } finally {
                        lasting.decrementAndGet();
                    }
                },
                length.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private Optional<String> writeRule(byte[] json) {
        sender.send(new ProducerRecord<>(Topics.RULES, ChaosRules.CHANGING.getBytes(UTF_8), json));
        return Optional.empty();
    }

    private Optional<String> change(List<String> arguments) {
        lasting.incrementAndGet();
        String name = "job-change-" + changes.incrementAndGet();
        commands.execute(
                () -> {
                    try {
                        JobCommand started = JobCommand.start(stack.data(), name, arguments);
                        command = Optional.of(started);
                        int exitCode = started.await();
                        log.tell(
                                "%s ended with %d: %s"
                                        .formatted(arguments.get(0), exitCode, started.lastLine()));
                    } catch (InterruptedException closed) {
                        Thread.currentThread().interrupt();
                    } finally {
                        lasting.decrementAndGet();
                    }
                });
        return Optional.empty();
    }
}
