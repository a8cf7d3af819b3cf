package io.hostpulse.job.model;

import io.hostpulse.job.model.AlertTransition.State;

/**
 * An alert as it was published last, of which the job may know nothing any more.
 *
 * @param newest without who the host is
 * @param hostRemoved whether the host was removed since
 */
public record PublishedAlert(AlertTransition newest, boolean hostRemoved) {

    public static PublishedAlert of(AlertTransition newest) {
        return new PublishedAlert(newest, false);
    }

    public String hostId() {
        return newest.hostId();
    }

    public boolean isOpen() {
        return newest.state() != State.RESOLVED;
    }

    /** Whether it says that the host is silent: any other condition is about a metric. */
    public boolean isOfSilence() {
        return newest.metric().isEmpty() && !newest.flapping();
    }

    /** The same of a host that was removed. */
    public PublishedAlert withoutHost() {
        return new PublishedAlert(newest, true);
    }
}
