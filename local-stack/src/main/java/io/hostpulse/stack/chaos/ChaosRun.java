package io.hostpulse.stack.chaos;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetRecord.SampleRecord;
import io.hostpulse.simulator.publish.BrokerUnavailableException;
import io.hostpulse.simulator.publish.FleetPublisher;
import io.hostpulse.simulator.publish.Pace;
import io.hostpulse.simulator.publish.PublishSummary;
import io.hostpulse.stack.Progress;
import io.hostpulse.stack.SourceTree;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.Alertmanager;
import io.hostpulse.stack.client.HttpStatusException;
import io.hostpulse.stack.host.HostRemoval;
import io.hostpulse.stack.process.Pause;
import io.hostpulse.stack.rule.RuleTopic;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One run: starts a stack, does to it what the schedule says while a fleet sends, waits until it
 * has recovered, and compares.
 */
public final class ChaosRun implements AutoCloseable {

    private static final Duration CONNECTING = Duration.ofSeconds(30);

    /** A component that has ended several times is started again after a minute. */
    private static final Duration RECOVERY_LIMIT = Duration.ofMinutes(5);

    private static final Duration COMPARISON_LIMIT = Duration.ofMinutes(4);

    /** Nothing that is on its way takes so long. */
    private static final Duration STANDSTILL = Duration.ofMinutes(1);

    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);
    private static final Duration COMPARISON_INTERVAL = Duration.ofSeconds(3);

    private final ChaosSchedule schedule;
    private final int hosts;
    private final ChaosLog log;
    private final NotificationReceiver receiver;
    private final ChaosStack stack;
    private final ChaosRules rules;
    private Optional<FaultInjector> injector = Optional.empty();
    private Optional<Sender> sender = Optional.empty();

    /**
     * @param hosts of the fleet, besides those whose clocks are set
     * @param directory for the stack, which must be empty
     */
    public ChaosRun(ChaosSchedule schedule, int hosts, Path directory, PrintStream out) {
        this.schedule = schedule;
        this.hosts = hosts;
        log = new ChaosLog(out);
        rules = new ChaosRules(SourceTree.current());
        receiver = new NotificationReceiver(directory.resolve("notifications.log"));
        stack = new ChaosStack(directory, receiver);
    }

    /**
     * Returns what was compared.
     *
     * @throws StackException if the stack does not start or does not recover
     */
    public List<Comparison> run(Progress progress) {
        stack.start(progress);
        if (!stack.hasAlertmanager()) {
            progress.note("Alertmanager is not installed: nobody is told of anything.");
        }
        sender = Optional.of(new Sender(stack.kafka()));
        progress.step("Rules in force", this::awaitRules, done -> "");
        stack.startAgentAndSupervisor();
        injector = Optional.of(new FaultInjector(stack, sender.get(), log));
        Fleet fleet = ChaosFleet.of(schedule, hosts, Instant.now().truncatedTo(ChronoUnit.MILLIS));
        log.begin(fleet.plan().start());
        CompletableFuture<PublishSummary> sending =
                CompletableFuture.supplyAsync(() -> publish(fleet));
        followSchedule(fleet.plan().start());
        awaitSent(sending);
        awaitRecovery();
        return judge(fleet);
    }

    private boolean awaitRules() {
        RuleTopic.at(stack.stack().addresses().kafka()).write(rules.toPublish());
        new Canary(stack.kafka(), sender.orElseThrow().producer()).awaitRules();
        return true;
    }

    private PublishSummary publish(Fleet fleet) {
        try (FleetPublisher publisher =
                FleetPublisher.connect(Sender.outlastingFaults(stack.kafka()), CONNECTING)) {
            return publisher.publish(
                    fleet.iterator(), fleet.plan().start(), Pace.REAL, progress -> {});
        } catch (BrokerUnavailableException e) {
            throw new StackException(e.getMessage(), e);
        }
    }

    private void followSchedule(Instant start) {
        Recovery recovery = new Recovery(new StackWatch(stack.data(), stack.pipelines()), log);
        for (TimedFault timed : schedule.faults()) {
            Instant due = start.plus(timed.at());
            while (Instant.now().isBefore(due)) {
                recovery.look(injector.orElseThrow().isBusy());
                Duration left = Duration.between(Instant.now(), due);
                if (!left.isNegative()) {
                    Pause.of(left.compareTo(LOOK_INTERVAL) < 0 ? left : LOOK_INTERVAL);
                }
            }
            Optional<String> problem = injector.orElseThrow().inject(timed.fault());
            log.tell(
                    timed.fault().describe()
                            + problem.map(reason -> ": left out, " + reason).orElse(""));
            recovery.broken(timed.fault());
        }
    }

    private static void awaitSent(CompletableFuture<PublishSummary> sending) {
        PublishSummary summary = sending.join();
        if (summary.failed() > 0) {
            throw new StackException(
                    "Kafka has not taken %d records of the fleet, the first of them for %s."
                            .formatted(summary.failed(), summary.firstFailure()));
        }
    }

    private void awaitRecovery() {
        log.tell("the fleet has sent all");
        StackWatch watch = new StackWatch(stack.data(), stack.pipelines());
        Instant deadline = Instant.now().plus(RECOVERY_LIMIT);
        Optional<String> trouble = Optional.of("a command has not ended");
        while (injector.orElseThrow().isBusy() || trouble.isPresent()) {
            trouble = watch.findTrouble();
            if (Instant.now().isAfter(deadline)) {
                throw new StackException(
                        "The stack has not recovered after %d s: %s."
                                .formatted(
                                        RECOVERY_LIMIT.toSeconds(),
                                        trouble.orElse("a command has not ended")));
            }
            Pause.of(LOOK_INTERVAL);
        }
        log.tell("all runs");
    }

    private List<Comparison> judge(Fleet fleet) {
        stack.stopAgentOnceSent(RECOVERY_LIMIT);
        Arrivals arrivals = Arrivals.read(stack.kafka());
        Set<String> fleetHosts = new HashSet<>(ChaosFleet.hostIds(fleet.plan()));
        Evidence evidence =
                new Evidence(
                        fleet,
                        fleetHosts,
                        sender.orElseThrow().acknowledged(),
                        arrivals,
                        arrivals.samplesByHost().keySet().stream()
                                .filter(host -> !isOnTime(arrivals.samplesByHost().get(host)))
                                .collect(toSet()));
        new HostRemoval(stack.kafka())
                .announce(List.copyOf(evidence.samplesByHost().keySet()), Instant.now());
        log.tell("the hosts are removed, now what came of it is compared");
        Verdict verdict =
                new Verdict(
                        stack.stack().elasticsearch(),
                        rules,
                        evidence,
                        stack.hasAlertmanager() ? Optional.of(this::told) : Optional.empty());
        return awaitEquality(verdict);
    }

    /** What is on its way yet is no difference; what stays one is. */
    private List<Comparison> awaitEquality(Verdict verdict) {
        Instant deadline = Instant.now().plus(COMPARISON_LIMIT);
        Instant changed = Instant.now();
        List<Comparison> before = List.of();
        String told = "";
        while (Instant.now().isBefore(deadline)
                && Instant.now().isBefore(changed.plus(STANDSTILL))) {
            try {
                List<Comparison> results = verdict.compare(true);
                changed = results.equals(before) ? changed : Instant.now();
                before = results;
                Comparison last = results.get(results.size() - 1);
                if (last.isEqual()) {
                    return verdict.compare(false);
                }
                if (!told.equals(last.kind())) {
                    told = last.kind();
                    log.tell(
                            "not yet all there: %s, of %,d are %,d missing, %,d too much, %,d different"
                                    .formatted(
                                            last.kind(),
                                            last.expected(),
                                            last.missing(),
                                            last.surplus(),
                                            last.different()));
                }
            } catch (HttpStatusException | UncheckedIOException notYet) {
                log.tell("Elasticsearch does not answer yet: " + notYet.getMessage());
            }
            Pause.of(COMPARISON_INTERVAL);
        }
        return verdict.compare(false);
    }

    private Evidence.Told told() {
        List<String> stillFiring = new ArrayList<>();
        URI alertmanager = URI.create(stack.stack().addresses().alertmanager().orElseThrow());
        for (JsonNode alert : new Alertmanager(alertmanager).alerts()) {
            if (!alert.at("/labels/host_id").asText().equals(Canary.HOST)) {
                stillFiring.add("that Alertmanager still has: " + alert.path("labels"));
            }
        }
        return new Evidence.Told(
                receiver.all(), injector.orElseThrow().alertmanagerEnds(), stillFiring);
    }

    private static boolean isOnTime(List<SampleRecord> samples) {
        return samples.stream()
                .allMatch(each -> each.timestampMillis() <= each.arrivalMillis() + 100);
    }

    /** Ends all that was begun; the directory stays. */
    @Override
    public void close() {
        injector.ifPresent(FaultInjector::close);
        stack.close();
        sender.ifPresent(Sender::close);
        receiver.close();
    }
}
