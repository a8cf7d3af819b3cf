package io.hostpulse.stack.command;

import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.LocalStack;
import io.hostpulse.stack.MendSequence;
import io.hostpulse.stack.OwnAlertmanager;
import io.hostpulse.stack.Preflight;
import io.hostpulse.stack.Progress;
import io.hostpulse.stack.StackAddresses;
import io.hostpulse.stack.StackConfig;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.StartSequence;
import io.hostpulse.stack.StateBackend;
import io.hostpulse.stack.StopSequence;
import io.hostpulse.stack.process.RunRecord;
import io.hostpulse.stack.process.RunRecords;
import io.hostpulse.stack.process.StackLock;
import io.hostpulse.stack.server.CurrentUser;
import io.hostpulse.stack.supervise.RestartRecords;
import io.hostpulse.stack.supervise.Supervisor;
import io.hostpulse.stack.view.Terminal;
import io.hostpulse.stack.view.Terminal.Colour;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts the stack. */
@Command(
        name = "up",
        description = {
            "Starts Kafka, Elasticsearch, Flink with its jobs, Alertmanager if it is installed, and the"
                    + " agent of this host, and waits until the host's first sample can be found."
                    + " Ctrl-C stops them again.",
            "Of a stack that runs, what has ended is started again as it was before, and the rest is"
                    + " left alone; options count only when nothing runs. What an earlier run left is"
                    + " gone on with: data, and the state of the jobs.",
            "As long as the stack runs, a supervisor starts again what ends by itself: this command,"
                    + " or with --detach a small process of its own. `status` tells how often."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the stack runs, or ran already",
            "1:it could not be started; of what this command has started nothing is left running,"
                    + " unless a part of the stack ran before",
            "2:wrong usage"
        })
public final class UpCommand implements Callable<Integer> {

    private static final Map<String, String> NEXT = new LinkedHashMap<>();

    private static final String AS_ROOT =
            "Runs as root: whoever can connect to Flink's port on this machine can run code as root."
                    + " Where others have an account, give it a user of its own with --run-as.";

    static {
        NEXT.put("top", "hosts and open alerts, live");
        NEXT.put("status", "is everything well?");
        NEXT.put("load --hosts 200 --interval 1s --duration 60s", "a simulated fleet");
        NEXT.put("down", "stop, and keep all data");
    }

    @Option(
            names = {"-d", "--detach"},
            description = "Return when all is up, and leave it running with a supervisor.")
    private boolean isDetached;

    @Option(names = "--fresh", description = "Forget all data and state of earlier runs.")
    private boolean isFresh;

    @Option(
            names = {"-y", "--yes"},
            description = "Install missing packages without asking.")
    void installWithoutAsking(boolean yes) {
        // the launcher script has done so already: without packages nothing gets here
    }

    @Option(
            names = "--run-as",
            paramLabel = "USER",
            description =
                    "As root: who all of it runs as, and owns its data. By default the owner of the data"
                            + " directory if there is one, else of the source tree. Other commands for"
                            + " this data run as its owner.")
    void runAs(String user) {
        // the launcher script has changed to that user if it could
        if (!CurrentUser.is(user)) {
            throw new ParameterException(
                    spec.commandLine(), "Only root can run it as %s.".formatted(user));
        }
    }

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "Between two samples of this host, default ${DEFAULT-VALUE}.")
    private Duration interval;

    @Option(names = "--without-agent", description = "Start no agent for this host.")
    private boolean isWithoutAgent;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "Default ${DEFAULT-VALUE}.")
    private int kafkaPort;

    @Option(
            names = "--elasticsearch-port",
            paramLabel = "PORT",
            defaultValue = "9200",
            description = "Default ${DEFAULT-VALUE}.")
    private int elasticsearchPort;

    @Option(
            names = "--flink-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "Of the web UI and REST API, default ${DEFAULT-VALUE}.")
    private int flinkPort;

    @Option(
            names = "--state-backend",
            paramLabel = "BACKEND",
            defaultValue = "hashmap",
            description = "Where Flink keeps state: hashmap or rocksdb; default hashmap.")
    private StateBackend stateBackend;

    @Option(
            names = "--job-option",
            paramLabel = "OPTION",
            description =
                    "An option for the jobs, such as --job-option=--publish-windows-from=0s. May be repeated.")
    private List<String> jobOptions = List.of();

    @Option(
            names = "--pipelines",
            paramLabel = "NAMES",
            description =
                    "Pipelines of one job, such as detect,index. May be repeated, once for each job;"
                            + " default: each of detect, notify and index in a job of its own, or as it"
                            + " was before.")
    private List<String> pipelines = List.of();

    @Mixin private AlertmanagerOptions alertmanager;

    @Mixin private DistributionOptions distributions;

    @Spec private CommandSpec spec;

    private final PrintStream out = System.out;
    private final Terminal terminal = Terminal.ofStandardOutput();

    @Override
    public Integer call() {
        requireValidOptions();
        DataDirectory data = DataDirectory.current();
        try (StackLock lock = StackLock.acquire(data)) {
            bringUp(data);
        }
        printAddresses(StackAddresses.of(data));
        if (!isDetached) {
            watch(data);
        }
        return 0;
    }

    private void bringUp(DataDirectory data) {
        try (StackLock processes = StackLock.acquireProcesses(data)) {
            boolean runs =
                    new RunRecords(data.run()).supervised().stream().anyMatch(RunRecord::isAlive);
            if (runs && isFresh) {
                throw new StackException("The stack runs: stop it with `hostpulse down` first.");
            }
            if (runs && MendSequence.hasComeUp(data)) {
                mend(data);
            } else {
                if (runs) {
                    out.println("An earlier start was broken off: what is left of it is stopped.");
                }
                if (!new StopSequence(data, Progress.silent()).stopProcesses()) {
                    throw new StackException(
                            "It cannot be stopped: `hostpulse down` says what runs still, and why.");
                }
                start(data);
            }
        } finally {
            // also if not all of it could be mended: the supervisor goes on trying
            if (isDetached && MendSequence.hasComeUp(data)) {
                Supervisor.ensureRunning(data);
            }
        }
    }

    private void mend(DataDirectory data) {
        try (ConsoleProgress progress = new ConsoleProgress()) {
            if (!new MendSequence(data, progress).run()) {
                out.println("The stack is running already.");
            }
        }
    }

    /** Unless it has a supervisor, as after {@code up --detach}. */
    private void watch(DataDirectory data) {
        Optional<RunRecord> other = Supervisor.running(data);
        if (other.isPresent()) {
            out.printf(
                    "Process %d supervises it; `hostpulse down` stops it.%n",
                    other.get().process().pid());
        } else {
            new ForegroundWatch(data, out, terminal).run();
        }
    }

    private void requireValidOptions() {
        PipelineGroups.parse(pipelines, spec);
        if (jobOptions.stream().anyMatch(option -> option.startsWith("--pipelines"))) {
            throw new ParameterException(
                    spec.commandLine(), "--pipelines is an option of `up` itself");
        }
        if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--interval must be 1s or more, not " + interval);
        }
        for (int port :
                new int[] {
                    kafkaPort,
                    elasticsearchPort,
                    flinkPort,
                    alertmanager.port(),
                    distributions.kibanaPort()
                }) {
            if (port < 1 || port > 65535) {
                throw new ParameterException(
                        spec.commandLine(), "a port must be 1 to 65535, not " + port);
            }
        }
        alertmanager
                .findProblem()
                .or(distributions::findProblem)
                .ifPresent(
                        problem -> {
                            throw new ParameterException(spec.commandLine(), problem);
                        });
    }

    private void start(DataDirectory data) {
        if (isFresh) {
            data.empty();
        }
        StackConfig config =
                StackConfig.in(data)
                        .withPorts(kafkaPort, elasticsearchPort, flinkPort)
                        .withStateBackend(stateBackend);
        config = distributions.apply(config);
        Optional<OwnAlertmanager> own = alertmanager.findOwn();
        config = own.map(config::withAlertmanager).orElse(config);
        Preflight.check(config);
        new RunRecords(data.run()).clear();
        new RestartRecords(data).clear();
        try (ConsoleProgress progress = new ConsoleProgress()) {
            if (CurrentUser.isRoot()) {
                progress.note(AS_ROOT);
            }
            if (own.isEmpty() && alertmanager.isWanted()) {
                progress.note(AlertmanagerOptions.NOT_INSTALLED);
            }
            if (!distributions.hasKibana()) {
                progress.note(DistributionOptions.NO_KIBANA);
            }
            StartSequence sequence =
                    new StartSequence(
                            new LocalStack(config),
                            isWithoutAgent ? Optional.empty() : Optional.of(interval),
                            PipelineGroups.parse(pipelines, spec),
                            Stream.concat(alertmanager.jobArguments().stream(), jobOptions.stream())
                                    .toList(),
                            progress);
            new InterruptAction(
                            () -> {
                                progress.note("Interrupted: what was started is stopped.");
                                sequence.abort();
                            })
                    .guard(sequence::run);
        }
    }

    private void printAddresses(StackAddresses addresses) {
        out.println();
        out.println("  Flink          " + addresses.flink());
        out.println("  Elasticsearch  " + addresses.elasticsearch());
        out.println("  Kafka          " + addresses.kafka());
        addresses.kibana().ifPresent(url -> out.println("  Kibana         " + url));
        addresses.alertmanager().ifPresent(url -> out.println("  Alertmanager   " + url));
        out.println();
        out.println("  Try next:");
        NEXT.forEach(
                (command, purpose) ->
                        out.printf(
                                "    %s  %s%n",
                                terminal.paint(
                                        Colour.STRONG, "%-58s".formatted("./hostpulse " + command)),
                                purpose));
        out.println();
    }
}
