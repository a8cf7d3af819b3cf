package io.hostpulse.job.model;

/** What rules are applied to: a sample or a window of a host, exactly one of them not null. */
public record HostReading(Sample sample, Window window) {

    public static HostReading of(Sample sample) {
        return new HostReading(sample, null);
    }

    public static HostReading of(Window window) {
        return new HostReading(null, window);
    }

    /** The host that it is of. */
    public String hostId() {
        return sample == null ? window.hostId() : sample.hostId();
    }
}
