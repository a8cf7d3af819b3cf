package io.hostpulse.job.pipeline;

import io.hostpulse.job.ingest.SampleClock;
import io.hostpulse.job.window.PublishedWindows;
import io.hostpulse.job.window.WindowSpec;
import io.hostpulse.wire.SampleLimits;
import java.time.Duration;
import java.util.List;

/**
 * What the detect pipeline can be told.
 *
 * @param windows the windows that there are
 * @param published which of them are published; rules see the others, too
 * @param allowedLateness how much older than its host's newest sample one may be to count in
 *     windows
 * @param windowGrace how long past its end a window of a host that has gone quiet is kept open
 * @param clock which sample times are believed
 * @param leastSilence a host is not called down before it has been silent for so long
 * @param hostRepeat how often an unchanged host is written again while it is up
 * @param hostRetention how long a silent host is remembered
 * @param sequenceRetention how long a sample that is sent again is recognised
 * @param maxHosts how many hosts are known at a time
 */
public record DetectConfig(
        List<WindowSpec> windows,
        PublishedWindows published,
        Duration allowedLateness,
        Duration windowGrace,
        SampleClock clock,
        Duration leastSilence,
        Duration hostRepeat,
        Duration hostRetention,
        Duration sequenceRetention,
        long maxHosts) {

    /** The longest an agent's spool and the topic keep samples. */
    private static final Duration TOPIC_RETENTION = Duration.ofDays(7);

    /** As many hosts as the largest fleet that the job is made for. */
    public static final long DEFAULT_MAX_HOSTS = 1_000_000;

    public static DetectConfig of(
            List<WindowSpec> windows,
            PublishedWindows published,
            Duration allowedLateness,
            Duration windowGrace) {
        return new DetectConfig(
                windows,
                published,
                allowedLateness,
                windowGrace,
                sampleClock(),
                Duration.ofSeconds(30),
                Duration.ofMinutes(1),
                Duration.ofDays(1),
                TOPIC_RETENTION.plusDays(1),
                DEFAULT_MAX_HOSTS);
    }

    /** The same with room for so many hosts. */
    public DetectConfig withMaxHosts(long hosts) {
        return new DetectConfig(
                windows,
                published,
                allowedLateness,
                windowGrace,
                clock,
                leastSilence,
                hostRepeat,
                hostRetention,
                sequenceRetention,
                hosts);
    }

    /** The sizes of all windows. */
    public List<Duration> windowSizes() {
        return windows.stream().map(WindowSpec::size).toList();
    }

    /** Shared with the index pipeline, so that both give a sample the same time. */
    public static SampleClock sampleClock() {
        return new SampleClock(SampleLimits.MAX_AHEAD, SampleLimits.MAX_AGE);
    }
}
