package io.hostpulse.job.model;

/**
 * What is read of a host: a sample of it, or a silence that is published as firing; exactly one of
 * them not null.
 */
public record HostReading(Sample sample, PublishedSilence silence) {

    public static HostReading of(Sample sample) {
        return new HostReading(sample, null);
    }

    public static HostReading of(PublishedSilence silence) {
        return new HostReading(null, silence);
    }

    /** The host that it is of. */
    public String hostId() {
        return sample == null ? silence.hostId() : sample.hostId();
    }
}
