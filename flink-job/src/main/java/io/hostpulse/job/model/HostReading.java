package io.hostpulse.job.model;

/**
 * What is read of a host: a sample of it, or an alert that is published as open; exactly one of
 * them not null.
 */
public record HostReading(Sample sample, PublishedAlert alert) {

    public static HostReading of(Sample sample) {
        return new HostReading(sample, null);
    }

    public static HostReading of(PublishedAlert alert) {
        return new HostReading(null, alert);
    }

    /** The host that it is of. */
    public String hostId() {
        return sample == null ? alert.hostId() : sample.hostId();
    }
}
