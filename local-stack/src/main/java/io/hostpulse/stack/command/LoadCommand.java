package io.hostpulse.stack.command;

import static java.util.stream.Collectors.joining;

import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetPlan;
import io.hostpulse.simulator.ScenarioMix;
import io.hostpulse.simulator.publish.BrokerUnavailableException;
import io.hostpulse.simulator.publish.FleetPublisher;
import io.hostpulse.simulator.publish.Goodbyes;
import io.hostpulse.simulator.publish.Pace;
import io.hostpulse.simulator.publish.ProgressLine;
import io.hostpulse.simulator.publish.PublishSummary;
import io.hostpulse.simulator.publish.StopAtShutdown;
import io.hostpulse.simulator.reference.WindowSpec;
import io.hostpulse.simulator.scenario.ScenarioName;
import io.hostpulse.simulator.truth.GroundTruth;
import io.hostpulse.simulator.truth.SustainedCondition;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.view.Terminal;
import io.hostpulse.wire.HumanDuration;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Sends what a simulated fleet measures. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = {
            "Sends the samples of a simulated fleet to Kafka, and says what must come of them.",
            "The same seed, size and start make the same samples. Ctrl-C ends it early.",
            "In the end its hosts say that they are gone, and the job forgets them."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything was sent",
            "1:Kafka cannot be reached or has not taken everything",
            "2:wrong usage"
        })
public final class LoadCommand implements Callable<Integer> {

    private static final Duration CONNECTING = Duration.ofSeconds(5);

    /** When the stock rule host-down calls a host down. */
    private static final Duration HOST_DOWN = Duration.ofSeconds(30);

    /** What must come of so many samples still fits into the memory that commands get. */
    private static final long MAX_SAMPLES_WITH_TRUTH = 1_500_000;

    @Option(
            names = "--hosts",
            paramLabel = "N",
            defaultValue = "200",
            description = "Number of hosts, default ${DEFAULT-VALUE}.")
    private int hosts;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = DurationConverter.class,
            description = "Between two samples of a host, default ${DEFAULT-VALUE}.")
    private Duration interval;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description = "How long samples are taken, default ${DEFAULT-VALUE}.")
    private Duration duration;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            split = ",",
            arity = "1..*",
            defaultValue = "steady",
            completionCandidates = ScenarioLabels.class,
            converter = ScenarioConverter.class,
            description = {
                "What happens to the fleet, one or more of: ${COMPLETION-CANDIDATES}.",
                "Each happens to a tenth of the hosts, or less where there are many. Default"
                        + " ${DEFAULT-VALUE}."
            })
    private List<ScenarioName> scenarios;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Decides everything random, default ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin private KafkaOptions kafka;

    @Option(
            names = "--as-fast-as-possible",
            description =
                    "Send the samples of the past DURATION at once instead of those to come as"
                            + " time goes by.")
    private boolean isAsFastAsPossible;

    @Option(
            names = "--simulated-day",
            description =
                    "Send the past day of 60 hosts with every scenario, a sample every 10 s, as fast"
                            + " as possible. Only --seed changes it.")
    private boolean isSimulatedDay;

    @Option(
            names = "--no-goodbye",
            description = "Fall silent in the end as hosts do that crash: they are called down.")
    private boolean isWithoutGoodbye;

    @Spec private CommandSpec spec;

    private final PrintStream out = System.out;

    @Override
    public Integer call() {
        if (isSimulatedDay) {
            beSimulatedDay();
        }
        planFrom(now());
        Map<String, Object> settings = kafka.settings();
        try (StopAtShutdown stop = new StopAtShutdown();
                FleetPublisher publisher = FleetPublisher.connect(settings, CONNECTING)) {
            FleetPlan plan = planFrom(isAsFastAsPossible ? now().minus(duration) : now());
            Fleet fleet = new Fleet(plan, ScenarioMix.of(scenarios, plan));
            GroundTruth truth = TakenRecords.newTruth();
            PublishSummary summary = publish(publisher, fleet, plan.start(), truth);
            reportSent(summary);
            if (summary.failed() > 0 && withTruth()) {
                TakenRecords taken = TakenRecords.of(summary, fleet.iterator());
                print("%s", taken.describe(summary));
                reportExpected(taken.truth());
            } else {
                reportExpected(truth);
            }
            requireAllTaken(summary, settings.get("bootstrap.servers").toString());
            return 0;
        } catch (BrokerUnavailableException e) {
            throw new StackException(
                    e.getMessage() + ". `hostpulse up` starts a stack, `status` shows it.", e);
        }
    }

    private void beSimulatedDay() {
        FleetPlan day = FleetPlan.simulatedDay(seed, now());
        hosts = day.hosts();
        interval = day.interval();
        duration = day.duration();
        scenarios = List.of(ScenarioName.values());
        isAsFastAsPossible = true;
    }

    private PublishSummary publish(
            FleetPublisher publisher, Fleet fleet, Instant start, GroundTruth truth) {
        Pace pace = isAsFastAsPossible ? Pace.AS_FAST_AS_POSSIBLE : Pace.REAL;
        Goodbyes goodbyes = new Goodbyes();
        try (ProgressLine progress =
                ProgressLine.onStandardError(Terminal.ofStandardOutput().isChangeable())) {
            return publisher.publish(
                    goodbyes.observing(
                            withTruth() ? truth.observing(fleet.iterator()) : fleet.iterator()),
                    isWithoutGoodbye ? List.of() : goodbyes,
                    start,
                    pace,
                    progress);
        }
    }

    private boolean withTruth() {
        return hosts * duration.dividedBy(interval) <= MAX_SAMPLES_WITH_TRUTH;
    }

    private void reportSent(PublishSummary summary) {
        print(
                "%s %,d records of %,d hosts in %.1f s: %,.0f records/s",
                summary.interrupted() ? "Stopped early, sent" : "Sent",
                summary.sent(),
                hosts,
                summary.took().toMillis() / 1000.0,
                summary.sentPerSecond());
    }

    private void reportExpected(GroundTruth truth) {
        if (!withTruth()) {
            print(
                    "What must come of more than %,d samples is not computed.",
                    MAX_SAMPLES_WITH_TRUTH);
            return;
        }
        print("What must come of the %,d records that Kafka has taken:", truth.records());
        print(
                "  samples     %,d distinct, and %,d repetitions",
                truth.distinctSamples(), truth.repetitions());
        String byCategory =
                truth.refusalsByCategory().entrySet().stream()
                        .map(each -> each.getKey().label() + " " + each.getValue())
                        .collect(joining(", "));
        print(
                "  refused     %,d%s",
                truth.refusals().size(), byCategory.isEmpty() ? "" : ": " + byCategory);
        reportWindows(truth);
        print(
                "  alerts      %,d of the stock rule sustained-cpu",
                truth.alerts(SustainedCondition.SUSTAINED_CPU).size());
        if (!isAsFastAsPossible) { // else nothing is silent for as long as it was
            print(
                    "  silences    %,d of hosts that had not said goodbye: host-down",
                    truth.silences(HOST_DOWN, now()).size());
        }
        if (!truth.clocksAhead().isEmpty()) {
            print(
                    "  clocks      of %,d hosts ahead: their samples count when they arrive",
                    truth.clocksAhead().size());
        }
    }

    /** Of hosts: how many devices have windows the truth does not know. */
    private void reportWindows(GroundTruth truth) {
        print(
                "  windows     %s of hosts, and those of their devices; shorter than 5m where a rule's threshold was crossed, or all with --publish-windows-from=0s",
                WindowSpec.DEFAULT.stream()
                        .map(
                                each ->
                                        String.format(
                                                Locale.ROOT,
                                                "%,d of %s",
                                                truth.countWindows(each.size(), each.slide()),
                                                HumanDuration.format(each.size())))
                        .collect(joining(", ")));
    }

    private FleetPlan planFrom(Instant start) {
        try {
            return new FleetPlan(seed, hosts, start, duration, interval);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void print(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    static void requireAllTaken(PublishSummary summary, String kafka) {
        if (summary.failed() > 0) {
            throw new StackException(
                    "Kafka at %s has not taken %d records, the first of them for %s."
                            .formatted(kafka, summary.failed(), summary.firstFailure()));
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The names for help and completion. */
    static final class ScenarioLabels implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(ScenarioName.values()).map(ScenarioName::label).iterator();
        }
    }

    /** Reads names such as {@code cpu-spike}. */
    static final class ScenarioConverter implements ITypeConverter<ScenarioName> {
        @Override
        public ScenarioName convert(String label) {
            try {
                return ScenarioName.parse(label);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
