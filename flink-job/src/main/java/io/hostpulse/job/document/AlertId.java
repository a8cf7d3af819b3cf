package io.hostpulse.job.document;

/** What the id of an alert says of it. */
final class AlertId {

    private AlertId() {}

    /**
     * When the alert began, on the steady time of its host, in milliseconds since 1970. Unlike the
     * time in its document it stays the same when the host's clock is put back.
     *
     * @throws NumberFormatException if it is no alert's id
     */
    static long beganMillis(String id) {
        return Long.parseLong(id.substring(id.lastIndexOf('|') + 1));
    }
}
