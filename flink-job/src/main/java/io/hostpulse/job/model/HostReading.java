package io.hostpulse.job.model;

/**
 * What rules are applied to: a sample or a window of a host, or a silence of it that is published
 * as firing; exactly one of them not null.
 */
public record HostReading(Sample sample, Window window, PublishedSilence silence) {

    public static HostReading of(Sample sample) {
        return new HostReading(sample, null, null);
    }

    public static HostReading of(Window window) {
        return new HostReading(null, window, null);
    }

    public static HostReading of(PublishedSilence silence) {
        return new HostReading(null, null, silence);
    }

    /** The host that it is of. */
    public String hostId() {
        if (sample != null) {
            return sample.hostId();
        }
        return window == null ? silence.hostId() : window.hostId();
    }
}
