package io.hostpulse.simulator.reference;

import io.hostpulse.wire.Metric;
import io.hostpulse.wire.proto.Goodbye;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A host at a live sample. */
final class HostMoment {

    private final Reading reading;
    private final HostTime time;
    private final Goodbye goodbye;
    private final Timeline arrived;
    private final List<WindowSpec> windows;
    private final Map<Duration, List<List<Reading>>> closed = new HashMap<>();

    /**
     * @param reading the sample
     * @param time the host's time, which has got to the sample
     * @param goodbye what the live sample before says of samples to come
     * @param arrived everything that arrived before the sample
     * @param windows the windows that are computed
     */
    HostMoment(
            Reading reading,
            HostTime time,
            Goodbye goodbye,
            Timeline arrived,
            List<WindowSpec> windows) {
        this.reading = reading;
        this.time = time;
        this.goodbye = goodbye;
        this.arrived = arrived;
        this.windows = windows;
    }

    Reading reading() {
        return reading;
    }

    /** The host's steady time. */
    long timeMillis() {
        return time.steadyMillis();
    }

    /** The time by its clock. */
    long clockMillis() {
        return reading.timeMillis();
    }

    /** Time since the advancing sample before. */
    long silentMillis() {
        return timeMillis() - beforeMillis();
    }

    /** For how long the host was stopped before this sample, by its clock; 0 if it was not. */
    long stoppedMillis() {
        return goodbye == Goodbye.STOPPED ? silentMillis() - time.steppedMillis() : 0;
    }

    /** Time of the advancing sample before, its own at the first. */
    long beforeMillis() {
        return time.beforeMillis() == null ? timeMillis() : time.beforeMillis();
    }

    /**
     * Since when a thing that this sample lacks has been absent; empty if it is there, or if the
     * sample has neither others of its kind nor what they amount to together.
     */
    OptionalLong absentSinceMillis(Thing thing) {
        if (reading.things().contains(thing) || !reading.carries(thing.dimension())) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(isAfterSilence() ? timeMillis() : beforeMillis());
    }

    /** Whether the host was silent before this sample, or its clock was put back so far. */
    boolean isAfterSilence() {
        long gapMillis = reading.toleratedGapMillis();
        return time.beforeMillis() != null
                && (timeMillis() - time.beforeMillis() > gapMillis
                        || time.steppedMillis() > gapMillis);
    }

    /**
     * The metric in the windows of that size that this sample closes: those that end after the
     * newest sample before, and not after this one, or all if the clock was put back before it; and
     * have a value. In order of their ends.
     */
    List<MetricSummary> summariesClosed(Thing thing, Metric metric, Duration size) {
        List<MetricSummary> summaries = new ArrayList<>();
        for (List<Reading> inWindow : closed.computeIfAbsent(size, this::readingsClosed)) {
            Timeline.summary(inWindow, thing, metric).ifPresent(summaries::add);
        }
        return summaries;
    }

    private List<List<Reading>> readingsClosed(Duration size) {
        List<List<Reading>> windowsClosed = new ArrayList<>();
        if (arrived.newestMillis() == null) {
            return windowsClosed;
        }
        WindowSpec spec = spec(size);
        for (long end = spec.firstEndAfter(arrived.newestMillis());
                end <= arrived.lastEndClosedBy(reading, spec);
                end += spec.slide().toMillis()) {
            windowsClosed.add(arrived.in(spec, end));
        }
        return windowsClosed;
    }

    private WindowSpec spec(Duration size) {
        return windows.stream()
                .filter(spec -> spec.size().equals(size))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "no windows of " + size + " are computed"));
    }
}
