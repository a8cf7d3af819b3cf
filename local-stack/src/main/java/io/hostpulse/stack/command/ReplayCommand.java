package io.hostpulse.stack.command;

import io.hostpulse.simulator.dataset.BadRow;
import io.hostpulse.simulator.dataset.Dataset;
import io.hostpulse.simulator.dataset.DatasetException;
import io.hostpulse.simulator.dataset.DatasetReader;
import io.hostpulse.simulator.dataset.DatasetReplay;
import io.hostpulse.simulator.dataset.DatasetReplay.Leap;
import io.hostpulse.simulator.dataset.DatasetRow;
import io.hostpulse.simulator.publish.BrokerUnavailableException;
import io.hostpulse.simulator.publish.FleetPublisher;
import io.hostpulse.simulator.publish.Goodbyes;
import io.hostpulse.simulator.publish.ProgressLine;
import io.hostpulse.simulator.publish.PublishSummary;
import io.hostpulse.simulator.publish.StopAtShutdown;
import io.hostpulse.simulator.truth.GroundTruth;
import io.hostpulse.simulator.truth.SustainedCondition;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.view.Terminal;
import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.SafeText;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends recorded measurements again. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Sends the measurements in a CSV file to Kafka, at the speed at which they were taken.",
            "Columns, in any order: server_id, timestamp (HH:MM:SS; a time up to an hour before the"
                    + " server's newest is late, any other before it is of the next day), cpu_pct and"
                    + " mem_pct (0 to 100), net_in and net_out (KB/s of 1024 bytes), disk_io"
                    + " (operations/s).",
            "Between them are commas, semicolons, tabs or |, as in the header. Rows that cannot be"
                    + " used are listed with their line and left out; a time of more than an hour"
                    + " without any row is told before it is waited for."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything usable was sent",
            "1:the file is no dataset, or Kafka cannot be reached or has not taken everything",
            "2:wrong usage"
        })
public final class ReplayCommand implements Callable<Integer> {

    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final int LISTED_BAD_ROWS = 20;
    private static final int LISTED_LEAPS = 20;

    @Parameters(paramLabel = "FILE", description = "The CSV file.")
    private Path file;

    @Option(
            names = "--speed",
            paramLabel = "N",
            defaultValue = "1",
            description = "So many times as fast as in reality, default ${DEFAULT-VALUE}.")
    private double speed;

    @Option(
            names = "--date",
            paramLabel = "YYYY-MM-DD",
            description = {
                "The day that the dataset begins on, in UTC, with its own times of day; at most 400"
                        + " days ago.",
                "By default it begins now, and N times as fast also means N times as close"
                        + " together."
            })
    private LocalDate date;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka, default that of the running stack.")
    private String bootstrapServers;

    @Option(
            names = "--no-goodbye",
            description =
                    "Let the servers fall silent in the end. By default they say that they are"
                            + " gone, and the job forgets them.")
    private boolean isWithoutGoodbye;

    private final PrintStream out = System.out;

    @Override
    public Integer call() {
        String kafka = bootstrapServers == null ? KafkaOptions.ofRunningStack() : bootstrapServers;
        KafkaOptions.refuseWrongServer(Map.of(KafkaOptions.ADDRESS, kafka));
        try (StopAtShutdown stop = new StopAtShutdown()) {
            Dataset dataset = DatasetReader.read(file);
            list(dataset.badRows());
            DatasetReplay replay = replay(dataset, Instant.now());
            announce(replay.leaps());
            try (FleetPublisher publisher = FleetPublisher.connect(kafka, CONNECTING)) {
                GroundTruth truth = TakenRecords.newTruth();
                PublishSummary summary = publish(publisher, replay, truth);
                reportSent(dataset, summary);
                if (summary.failed() > 0) {
                    TakenRecords taken = TakenRecords.of(summary, replay.iterator());
                    print("%s", taken.describe(summary));
                    reportExpected(taken.truth());
                } else {
                    reportExpected(truth);
                }
                LoadCommand.requireAllTaken(summary, kafka);
            }
            return 0;
        } catch (DatasetException e) {
            throw new StackException(e.getMessage() + ".", e);
        } catch (BrokerUnavailableException e) {
            throw new StackException(
                    e.getMessage() + ". `hostpulse up` starts a stack, `status` shows it.", e);
        }
    }

    private DatasetReplay replay(Dataset dataset, Instant now) throws DatasetException {
        return date == null
                ? DatasetReplay.beginningNow(dataset, now, speed)
                : DatasetReplay.onDate(dataset, date, now, speed);
    }

    private PublishSummary publish(
            FleetPublisher publisher, DatasetReplay replay, GroundTruth truth) {
        Goodbyes goodbyes = new Goodbyes();
        try (ProgressLine progress =
                ProgressLine.onStandardError(Terminal.ofStandardOutput().isChangeable())) {
            return publisher.publish(
                    goodbyes.observing(truth.observing(replay.iterator())),
                    isWithoutGoodbye ? List.of() : goodbyes,
                    replay.start(),
                    replay.pace(),
                    progress);
        }
    }

    private static void list(List<BadRow> badRows) {
        badRows.stream()
                .limit(LISTED_BAD_ROWS)
                .forEach(row -> System.err.println(SafeText.ofLine(row.toString())));
        if (badRows.size() > LISTED_BAD_ROWS) {
            System.err.println("... and " + (badRows.size() - LISTED_BAD_ROWS) + " more bad rows");
        }
    }

    /** Who does not know of them would take the waiting for a standstill. */
    private void announce(List<Leap> leaps) {
        leaps.stream()
                .limit(LISTED_LEAPS)
                .forEach(
                        leap ->
                                System.err.printf(
                                        "%s:%d: no server has a row for %s before this one; that takes %s%n",
                                        file,
                                        leap.line(),
                                        HumanDuration.spell(leap.gap()),
                                        HumanDuration.spell(
                                                Duration.ofMillis(
                                                        Math.round(
                                                                leap.gap().toMillis() / speed)))));
        if (leaps.size() > LISTED_LEAPS) {
            System.err.println("... and " + (leaps.size() - LISTED_LEAPS) + " more such times");
        }
    }

    private void reportSent(Dataset dataset, PublishSummary summary) {
        print(
                "%s %,d samples of %,d servers in %.1f s: %,.0f samples/s; %,d bad rows left out",
                summary.interrupted() ? "Stopped early, sent" : "Sent",
                summary.sent(),
                dataset.rows().stream().map(DatasetRow::serverId).distinct().count(),
                summary.took().toMillis() / 1000.0,
                summary.sentPerSecond(),
                dataset.badRows().size());
    }

    private void reportExpected(GroundTruth truth) {
        print(
                "What must come of them: alerts of the stock rule sustained-cpu, %,d",
                truth.alerts(SustainedCondition.SUSTAINED_CPU).size());
    }

    private void print(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
