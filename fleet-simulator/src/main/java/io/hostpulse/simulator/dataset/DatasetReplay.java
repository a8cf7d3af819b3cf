package io.hostpulse.simulator.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.simulator.FleetRecord;
import io.hostpulse.simulator.FleetRecord.SampleRecord;
import io.hostpulse.simulator.publish.Pace;
import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.SampleLimits;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;

/**
 * A dataset as records to send. There are two ways to give its times a date:
 *
 * <ul>
 *   <li>{@link #beginningNow}: the first sample is of now and every sample is sent at its own time.
 *       At speed 10, times lie ten times closer together than in the dataset, so that none is ever
 *       ahead of the clock: ten minutes happen in one.
 *   <li>{@link #onDate}: the times are those of the dataset, in UTC, on and after a day in the
 *       past. The spacing stays; the speed says only how fast the samples are sent.
 * </ul>
 *
 * <p>The agent's run id is made of the file's contents and the times that its samples get: the same
 * file sent again with the same times is a repetition, with others it is not.
 */
public final class DatasetReplay implements Iterable<FleetRecord> {

    /** Rows of a server are at least 1 s apart, samples at least 1 ms. */
    private static final double MAX_SPEED_NOW = 1000;

    private static final double MILLIS_PER_SECOND = 1000;

    private static final Duration LONGEST_GAP = Duration.ofHours(1);

    private final List<DatasetRow> rows;
    private final String fingerprint;
    private final Instant start;
    private final Pace pace;
    private final double millisPerSecond;

    private DatasetReplay(
            Dataset dataset, List<DatasetRow> rows, Instant start, Pace pace, double compression) {
        this.rows = rows;
        this.fingerprint = dataset.fingerprint();
        this.start = start;
        this.pace = pace;
        this.millisPerSecond = MILLIS_PER_SECOND / compression;
    }

    /**
     * A replay whose first sample is of {@code now}.
     *
     * @param speed 1 for real speed, above 0 and at most 1000
     * @throws DatasetException if the speed is not allowed or the dataset has no usable row
     */
    public static DatasetReplay beginningNow(Dataset dataset, Instant now, double speed)
            throws DatasetException {
        if (!(speed > 0 && speed <= MAX_SPEED_NOW)) {
            throw new DatasetException(
                    "speed is "
                            + speed
                            + ", allowed is above 0 to 1000, for the samples of a server must be"
                            + " 1 ms apart; faster only with a date in the past");
        }
        return new DatasetReplay(
                dataset,
                inOrderOfTime(dataset),
                Instant.ofEpochMilli(now.toEpochMilli()),
                Pace.REAL,
                speed);
    }

    /**
     * A replay whose first day is {@code date}, in UTC.
     *
     * @param now by when the whole dataset must have happened
     * @param speed 1 for real speed, above 0
     * @throws DatasetException if the speed is not above 0, the dataset would reach beyond now or
     *     begin before what counts as a sample, or has no usable row
     */
    public static DatasetReplay onDate(Dataset dataset, LocalDate date, Instant now, double speed)
            throws DatasetException {
        if (!(speed > 0)) {
            throw new DatasetException("speed is " + speed + ", allowed is above 0");
        }
        List<DatasetRow> rows = inOrderOfTime(dataset);
        Instant midnight = date.atStartOfDay().toInstant(ZoneOffset.UTC);
        Instant last = midnight.plusSeconds(rows.get(rows.size() - 1).secondsSinceMidnight());
        if (last.isAfter(now)) {
            throw new DatasetException(
                    "beginning on "
                            + date
                            + " the dataset would last until "
                            + last
                            + ", which is not over yet; begin on an earlier date");
        }
        Instant start = midnight.plusSeconds(rows.get(0).secondsSinceMidnight());
        if (start.isBefore(now.minus(SampleLimits.MAX_AGE))) {
            throw new DatasetException(
                    "beginning on %s the dataset is more than %s old, and its samples would get the time at which they are sent; begin on a later date"
                            .formatted(date, HumanDuration.format(SampleLimits.MAX_AGE)));
        }
        return new DatasetReplay(dataset, rows, start, new Pace(speed), 1);
    }

    /**
     * A time of more than an hour for which no server has a row.
     *
     * @param line of the row that ends it
     * @param gap in the dataset
     */
    public record Leap(long line, Duration gap) {}

    /** All leaps, in the order in which they will be waited for. */
    public List<Leap> leaps() {
        List<Leap> leaps = new ArrayList<>();
        for (int i = 1; i < rows.size(); i++) {
            Duration gap =
                    Duration.ofSeconds(
                            rows.get(i).secondsSinceMidnight()
                                    - rows.get(i - 1).secondsSinceMidnight());
            if (gap.compareTo(LONGEST_GAP) > 0) {
                leaps.add(new Leap(rows.get(i).line(), gap));
            }
        }
        return leaps;
    }

    /** Time of the first sample. */
    public Instant start() {
        return start;
    }

    /** How fast to send the records, counted from {@link #start}. */
    public Pace pace() {
        return pace;
    }

    /** From the time of the first sample to that of the last. */
    public Duration span() {
        return Duration.ofMillis(millisAfterStart(rows.get(rows.size() - 1)));
    }

    /** The records in order of time; those of equal time in the order of the file. */
    @Override
    public Iterator<FleetRecord> iterator() {
        ReplayedServers servers = new ReplayedServers(runId());
        return rows.stream().map(row -> replay(row, servers)).iterator();
    }

    private String runId() {
        String contentsAndTimes = fingerprint + " " + start + " " + millisPerSecond;
        return UUID.nameUUIDFromBytes(contentsAndTimes.getBytes(UTF_8)).toString();
    }

    private FleetRecord replay(DatasetRow row, ReplayedServers servers) {
        long timeMillis = start.toEpochMilli() + millisAfterStart(row);
        return SampleRecord.of(timeMillis, servers.sample(row, timeMillis));
    }

    private long millisAfterStart(DatasetRow row) {
        long seconds = row.secondsSinceMidnight() - rows.get(0).secondsSinceMidnight();
        return Math.round(seconds * millisPerSecond);
    }

    private static List<DatasetRow> inOrderOfTime(Dataset dataset) throws DatasetException {
        if (dataset.rows().isEmpty()) {
            throw new DatasetException(
                    dataset.file()
                            + " has no usable row"
                            + (dataset.badRows().isEmpty()
                                    ? ""
                                    : "; the first bad one: " + dataset.badRows().get(0)));
        }
        return dataset.rows().stream()
                .sorted(Comparator.comparingLong(DatasetRow::secondsSinceMidnight))
                .toList();
    }
}
